package fr.teleservices.web;

/** Where a {@code next} may lead: a path of this site, nothing a browser could read as another one. */
public final class LocalPath {
    /** A request of another site that waits for a sign-in is such a path. */
    private static final int LONGEST = 4_000;

    private LocalPath() {}

    /** The path given, or the fallback where it is not a local one. */
    public static String orElse(String given, String fallback) {
        return isLocal(given) ? given : fallback;
    }

    static boolean isLocal(String path) {
        return path.length() <= LONGEST
                && path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    }
}
