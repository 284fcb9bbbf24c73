package fr.teleservices.siecle;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pupils as the last import left them, a page at a time. */
public final class PupilListPages {
    private static final String PATH = ImportPages.PATH + "/eleves";
    private static final int PAGE = 50;
    /** As the form spells pupils without a division; no code has a star. */
    private static final String NONE = "*";

    private final Database database;

    public PupilListPages(Database database) {
        this.database = database;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH, Permission.staff(Role.GESTIONNAIRE), this::show));
    }

    record View(
            List<Choice> divisions,
            List<Line> pupils,
            @Nullable String next,
            boolean later) {}

    record Choice(String code, String label, boolean chosen) {}

    record Line(String name, String division, String level, long guardians, String login, String state) {}

    private Future<Void> show(Visit visit) {
        long school = visit.school().id();
        String chosen = visit.query().get("division");
        long after = number(visit.query().get("apres"));
        String division = chosen.isEmpty() ? null : chosen.equals(NONE) ? "" : chosen;
        return database.inScope(
                        Scope.of(school),
                        tx -> BaseStore.divisions(tx, school)
                                .compose(divisions -> BaseStore.pupils(tx, school, division, after, PAGE + 1)
                                        .map(pupils -> view(chosen, divisions, pupils, after))))
                .compose(view -> visit.page("siecle/pupils", view));
    }

    private static View view(String chosen, List<String> divisions, List<BaseStore.Pupil> found, long after) {
        List<BaseStore.Pupil> pupils = found.subList(0, Math.min(PAGE, found.size()));
        String next = found.size() <= PAGE
                ? null
                : PATH + "?division=" + URLEncoder.encode(chosen, StandardCharsets.UTF_8) + "&apres="
                        + pupils.get(PAGE - 1).id();
        List<Choice> choices = new java.util.ArrayList<>();
        choices.add(new Choice("", "Toutes", chosen.isEmpty()));
        divisions.forEach(code -> choices.add(new Choice(code, code, code.equals(chosen))));
        choices.add(new Choice(NONE, "Sans division", chosen.equals(NONE)));
        return new View(choices, pupils.stream().map(PupilListPages::line).toList(), next, after > 0);
    }

    private static Line line(BaseStore.Pupil pupil) {
        return new Line(
                (pupil.name() + " " + pupil.givenName()).strip(),
                text(pupil.division()),
                text(pupil.level()),
                pupil.guardians(),
                text(pupil.login()),
                pupil.state() == null ? "" : pupil.state().label());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** What is no number begins at the beginning. */
    private static long number(String typed) {
        return typed.matches("\\d{1,18}") ? Long.parseLong(typed) : 0;
    }
}
