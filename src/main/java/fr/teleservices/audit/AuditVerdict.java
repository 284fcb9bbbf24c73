package fr.teleservices.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a verification found in one chain.
 *
 * @param school or {@link AuditStore#ACADEMY}
 * @param brokenAt number of the first event that does not fit; null: the chain is whole
 */
public record AuditVerdict(
        long school, long events, @Nullable Long brokenAt) {
    public boolean isWhole() {
        return brokenAt == null;
    }
}
