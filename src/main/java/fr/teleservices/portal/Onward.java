package fr.teleservices.portal;

import fr.teleservices.web.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Other sites that have sent somebody here to sign in. */
@FunctionalInterface
public interface Onward {
    Onward NOWHERE = path -> Optional.empty();

    /** Keeps the path in the browser while an account is being activated. */
    String COOKIE = "openid-suite";

    Duration LIFE = Duration.ofHours(1);

    /**
     * @param name of the site, as families read it
     * @param origin of the address where the sign-in form ends after all
     */
    record To(String name, String origin) {}

    /** Who waits at a path of this site; empty for all other paths. */
    Optional<To> of(String path);

    /** The sign-in page, with the request that waits in this browser if one does. */
    default String signIn(Visit visit) {
        String path = visit.remembered(COOKIE);
        return of(path).isPresent() ? "/?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8) : "/";
    }
}
