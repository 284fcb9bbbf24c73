package fr.teleservices.account;

import org.jspecify.annotations.Nullable;

/** One child on its sheet of the portal; a pupil is its own. */
public record Child(
        String givenName,
        String name,
        @Nullable String division,
        @Nullable String divisionLabel,
        @Nullable String level) {
    public String displayName() {
        return (givenName + " " + name).strip();
    }
}
