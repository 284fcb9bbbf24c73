package fr.teleservices.assistance;

import fr.teleservices.audit.AuditFilter;
import fr.teleservices.audit.AuditLine;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.audit.AuditTrailService;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.Csv;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.SealedQuery;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.SchoolRef;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** <i>Journal des actions</i>: who did what, when, for the chef and the academy; as a file for an inspection. */
public final class AuditPages {
    private static final String PATH = "/gestion/journal";
    private static final int ON_A_PAGE = 50;
    private static final int IN_A_PIECE = 1_000;
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Permission.Staff MAY = Permission.staffAnywhere(Role.CHEF);

    private final AuditTrailService trail;

    private final SealedQuery sealed;

    public AuditPages(AuditTrailService trail, SealedQuery sealed) {
        this.trail = trail;
        this.sealed = sealed;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.AUDIT),
                Route.post(PATH, MAY.withHarmlessPosts(), visit -> sealed.show(visit, PATH)),
                Route.get(PATH + "/export.csv", MAY.withSecondFactor(), this::export).stream());
    }

    record Choice(String value, String label, boolean chosen) {}

    record Line(String at, String who, String what, String about, String detail) {}

    /**
     * @param query of the same choice, for the file
     * @param older query of the next page; empty: there is none
     */
    record View(
            String whose,
            String from,
            String to,
            String who,
            List<Choice> groups,
            List<Line> lines,
            String query,
            String older) {}

    private static long chain(Visit visit) {
        Long school = visit.staff().schoolId();
        return school == null ? AuditStore.ACADEMY : school;
    }

    private static ZoneId zone(Visit visit) {
        SchoolRef school = visit.staff().school();
        return school == null ? PARIS : ZoneId.of(school.timezone());
    }

    private static AuditFilter filter(Form query, ZoneId zone) {
        return AuditFilter.ofDays(
                day(query.get("du")).orElse(null),
                day(query.get("au")).orElse(null),
                zone,
                query.get("qui").toLowerCase(Locale.ROOT),
                AuditWords.actions(query.get("quoi")));
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return typed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(typed)).filter(day -> day.getYear() > 1999 && day.getYear() < 2200);
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    private Future<Void> show(Visit visit) {
        Form query = sealed.read(visit);
        ZoneId zone = zone(visit);
        String mark = query.get("avant");
        long before = mark.matches("[0-9]{1,18}") ? Long.parseLong(mark) : Long.MAX_VALUE;
        return trail.newest(chain(visit), filter(query, zone), before, ON_A_PAGE + 1)
                .compose(found -> visit.page("assistance/audit", view(visit, sealed, query, zone, found)));
    }

    private static View view(Visit visit, SealedQuery sealed, Form query, ZoneId zone, List<AuditLine> found) {
        SchoolRef school = visit.staff().school();
        List<AuditLine> page = found.stream().limit(ON_A_PAGE).toList();
        String same = sealed.of("du=" + encoded(query.get("du")) + "&au=" + encoded(query.get("au")) + "&qui="
                + encoded(query.get("qui")) + "&quoi=" + encoded(query.get("quoi")));
        return new View(
                school == null ? "Académie" : school.name(),
                day(query.get("du")).map(LocalDate::toString).orElse(""),
                day(query.get("au")).map(LocalDate::toString).orElse(""),
                query.get("qui"),
                AuditWords.GROUPS.stream()
                        .map(group -> new Choice(
                                group.value(), group.label(), group.value().equals(query.get("quoi"))))
                        .toList(),
                page.stream().map(line -> line(line, zone)).toList(),
                same,
                found.size() > ON_A_PAGE
                        ? same + "&avant=" + page.get(page.size() - 1).seq()
                        : "");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static Line line(AuditLine line, ZoneId zone) {
        return new Line(
                French.shortDateTime(line.at(), zone),
                AuditWords.actor(line),
                AuditWords.action(line),
                AuditWords.subject(line),
                AuditWords.detail(line));
    }

    /** In pieces: a write completes when the client has taken it. */
    private Future<Void> export(Visit visit) {
        ZoneId zone = zone(visit);
        AuditFilter filter = filter(sealed.read(visit), zone);
        long chain = chain(visit);
        SchoolRef school = visit.staff().school();
        return trail.noteExport(chain, visit.staff().id(), filter).compose(noted -> {
            String name = "journal-" + (school == null ? "academie" : school.uai()) + ".csv";
            HttpServerResponse response = visit.context()
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, Csv.TYPE)
                    .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                    .setChunked(true);
            return response.write(AuditWords.title()).compose(taken -> piece(response, chain, filter, zone, 0));
        });
    }

    private Future<Void> piece(HttpServerResponse response, long chain, AuditFilter filter, ZoneId zone, long after) {
        return trail.after(chain, filter, after, IN_A_PIECE).compose(lines -> {
            StringBuilder csv = new StringBuilder();
            lines.forEach(line -> csv.append(AuditWords.csv(line, zone)));
            return lines.size() < IN_A_PIECE
                    ? response.end(csv.toString())
                    : response.write(csv.toString())
                            .compose(taken -> piece(
                                    response,
                                    chain,
                                    filter,
                                    zone,
                                    lines.get(lines.size() - 1).seq()));
        });
    }
}
