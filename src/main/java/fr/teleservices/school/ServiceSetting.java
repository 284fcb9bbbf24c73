package fr.teleservices.school;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One téléservice at one school.
 *
 * @param guardians whether guardians see it
 * @param pupils whether pupils see it
 * @param levels for whom; empty is all
 * @param opensOn first day, or null
 * @param closesOn last day, or null
 * @param address where the service is, or null
 */
public record ServiceSetting(
        Teleservice service,
        boolean guardians,
        boolean pupils,
        List<String> levels,
        @Nullable LocalDate opensOn,
        @Nullable LocalDate closesOn,
        @Nullable String address) {
    public static ServiceSetting closed(Teleservice service) {
        return new ServiceSetting(service, false, false, List.of(), null, null, null);
    }

    public static ServiceSetting byDefault(Teleservice service) {
        boolean open = service.openByDefault();
        return new ServiceSetting(service, open, open && service.forPupils(), List.of(), null, null, null);
    }

    /** Open for somebody on that day. */
    public boolean isActive(LocalDate today) {
        return (guardians || pupils)
                && (opensOn == null || !today.isBefore(opensOn))
                && (closesOn == null || !today.isAfter(closesOn));
    }
}
