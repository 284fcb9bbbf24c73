package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.SchoolChildren;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.setting.ContactService;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A guardian writes to a school whose address is not shown. */
public final class ContactPages {
    static final String PATH = PortalPages.HOME + "/contact";

    private final PortalPages portal;
    private final HomeService home;
    private final ContactService contact;

    public ContactPages(PortalPages portal, HomeService home, ContactService contact) {
        this.portal = portal;
        this.home = home;
        this.contact = contact;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.HOLDER, this::show), Route.post(PATH, Permission.HOLDER, this::write));
    }

    /** @param school empty: the account's own */
    record View(
            String school,
            String schoolName,
            String replyTo,
            String subject,
            String message,
            String sentence,
            Map<String, String> errors) {}

    /** What a page does for a school that may be written to. */
    private interface Page {
        Future<Void> of(Account account, SchoolChildren school);
    }

    private Future<Void> show(Visit visit) {
        String chosen = visit.query().get("etablissement");
        if (visit.query().has("envoye")) {
            return ActivationPages.message(
                    visit,
                    200,
                    new ActivationPages.MessageView(
                            "Votre message est parti",
                            "L’établissement vous répondra à votre adresse électronique.",
                            PortalPages.HOME,
                            "Revenir à l’accueil"));
        }
        return at(visit, chosen, (account, school) -> page(visit, 200, account, school, chosen, "", "", NOTHING));
    }

    private Future<Void> write(Visit visit) {
        Form form = visit.form();
        String chosen = form.get("etablissement");
        String subject = form.get("subject");
        String message = form.text("message").strip();
        return at(
                visit,
                chosen,
                (account, school) -> contact.write(
                                account.schoolId(),
                                account.id(),
                                school.schoolId(),
                                school.schoolName(),
                                subject,
                                message)
                        .compose(done -> visit.seeOther(PATH + "?envoye=1"))
                        .recover(failure -> Refusals.form(
                                visit,
                                failure,
                                (status, refusal) ->
                                        page(visit, status, account, school, chosen, subject, message, refusal))));
    }

    private static final Refusal NOTHING = Refusal.invalid("none", "");

    private static Future<Void> page(
            Visit visit,
            int status,
            Account account,
            SchoolChildren school,
            String chosen,
            String subject,
            String message,
            Refusal refusal) {
        return visit.page(
                status,
                "portal/contact",
                new View(
                        chosen,
                        school.schoolName(),
                        Objects.requireNonNullElse(account.emailVerified(), ""),
                        subject,
                        message,
                        refusal.sentence(),
                        refusal.fields()));
    }

    /** The school that was chosen, of those that this account may write to; absent otherwise. */
    private Future<Void> at(Visit visit, String chosen, Page page) {
        return portal.inState(
                visit,
                AccountState.ACTIVE,
                account -> home.contactable(account, visit.holder().seesWholeGroup())
                        .compose(schools -> schools.stream()
                                .filter(school -> chosen.isEmpty()
                                        ? school.schoolId() == account.schoolId()
                                        : Long.toString(school.schoolId()).equals(chosen))
                                .findFirst()
                                .map(school -> page.of(account, school))
                                .orElseGet(() ->
                                        Future.failedFuture(Refusal.notFound().asFailure()))));
    }
}
