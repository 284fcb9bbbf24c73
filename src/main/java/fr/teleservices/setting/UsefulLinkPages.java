package fr.teleservices.setting;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** <i>Liens utiles</i>: title, address, for whom, in the order of the list. */
public final class UsefulLinkPages {
    private static final String PATH = "/gestion/parametrage/liens";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final UsefulLink BLANK = new UsefulLink(0, "", "", true, true);

    private final SettingService settings;

    public UsefulLinkPages(SettingService settings) {
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.LINKS),
                Route.post(PATH, MAY, this::add).inMenu(StaffMenu.LINKS),
                Route.get(PATH + "/:id", MAY, this::edit),
                Route.post(PATH + "/:id", MAY, this::change).inMenu(StaffMenu.LINKS),
                Route.post(PATH + "/:id/monter", MAY, visit -> move(visit, -1)),
                Route.post(PATH + "/:id/descendre", MAY, visit -> move(visit, 1)),
                Route.post(PATH + "/:id/supprimer", MAY, this::delete));
    }

    /** @param done what has just been done, in a sentence; empty: nothing */
    record View(
            List<Line> lines,
            UsefulLink typed,
            String action,
            String done,
            String sentence,
            Map<String, String> errors) {}

    record Line(String title, String address, String holders, String path, boolean first, boolean last) {}

    private Future<Void> show(Visit visit) {
        String done = switch (visit.query().get("fait")) {
            case "ajoute" -> "Le lien est ajouté.";
            case "modifie" -> "Le lien est modifié.";
            case "supprime" -> "Le lien est supprimé.";
            default -> "";
        };
        return page(visit, 200, BLANK, done, FormPages.NONE);
    }

    private Future<Void> add(Visit visit) {
        return save(visit, typed(visit.form(), 0), "ajoute");
    }

    private Future<Void> edit(Visit visit) {
        long id = visit.id("id");
        return settings.links(visit.school().id())
                .compose(links -> links.stream()
                        .filter(link -> link.id() == id)
                        .findFirst()
                        .map(link -> page(visit, 200, link, "", FormPages.NONE))
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    private Future<Void> change(Visit visit) {
        return save(visit, typed(visit.form(), visit.id("id")), "modifie");
    }

    private Future<Void> save(Visit visit, UsefulLink typed, String done) {
        return settings.link(visit.school().id(), typed, visit.staff().id())
                .compose(saved -> visit.seeOther(PATH + "?fait=" + done))
                .recover(failure -> FormPages.again(failure, refusal -> page(visit, 422, typed, "", refusal)));
    }

    private Future<Void> move(Visit visit, int by) {
        return settings.moveLink(
                        visit.school().id(), visit.id("id"), by, visit.staff().id())
                .compose(done -> visit.seeOther(PATH));
    }

    private Future<Void> delete(Visit visit) {
        return settings.deleteLink(
                        visit.school().id(), visit.id("id"), visit.staff().id())
                .compose(done -> visit.seeOther(PATH + "?fait=supprime"));
    }

    private static UsefulLink typed(Form form, long id) {
        return new UsefulLink(id, form.get("title"), form.get("address"), form.has("guardians"), form.has("pupils"));
    }

    private Future<Void> page(Visit visit, int status, UsefulLink typed, String done, Refusal refusal) {
        return settings.links(visit.school().id())
                .compose(links -> visit.page(
                        status,
                        "setting/links",
                        new View(
                                java.util.stream.IntStream.range(0, links.size())
                                        .mapToObj(i -> line(links, i))
                                        .toList(),
                                typed,
                                typed.id() == 0 ? PATH : PATH + "/" + typed.id(),
                                done,
                                refusal.sentence(),
                                refusal.fields())));
    }

    private static Line line(List<UsefulLink> links, int i) {
        UsefulLink link = links.get(i);
        return new Line(
                link.title(),
                link.address(),
                link.guardians() && link.pupils()
                        ? "responsables et élèves"
                        : link.guardians() ? "responsables" : "élèves",
                PATH + "/" + link.id(),
                i == 0,
                i == links.size() - 1);
    }
}
