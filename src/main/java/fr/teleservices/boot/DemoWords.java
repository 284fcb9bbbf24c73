package fr.teleservices.boot;

import fr.teleservices.demo.MailCatcherPages;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the demo says when it can be used: where things are, who may sign in, what to try first. */
final class DemoWords {
    private final Services services;
    private final String origin;
    private final @Nullable Integer smtpPort;

    /** @param smtpPort of the demo's own mail server; null where mails go elsewhere */
    DemoWords(Services services, String origin, @Nullable Integer smtpPort) {
        this.services = services;
        this.origin = origin;
        this.smtpPort = smtpPort;
    }

    Future<List<String>> lines(DemoSchool demo) {
        return services.schools.byUai(DemoSchool.UAI).map(school -> {
            List<String> lines = new ArrayList<>();
            lines.add(school.map(found -> "School " + found.uai() + ", " + found.name())
                    .orElse("No school yet: sign in as academie and add one"));
            lines.add("Staff    " + origin + "/gestion");
            lines.add("Portal   " + origin + "/");
            lines.add(
                    smtpPort == null
                            ? "Mails    go to the SMTP server of the environment"
                            : "Mails    " + origin + MailCatcherPages.MOUNT + "/ (SMTP on port " + smtpPort + ")");
            lines.add("Try      sign in as gestionnaire, Accès des responsables, Notifier en masse;"
                    + " then read a mail and activate that account.");
            demo.staff()
                    .forEach((login, role) -> lines.add("LOGIN " + login + " " + demo.password(login) + " "
                            + role.name().toLowerCase(Locale.ROOT)));
            return lines;
        });
    }
}
