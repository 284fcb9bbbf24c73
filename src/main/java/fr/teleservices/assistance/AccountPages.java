package fr.teleservices.assistance;

import fr.teleservices.account.AccountService;
import fr.teleservices.account.By;
import fr.teleservices.account.LinkService;
import fr.teleservices.account.Mode;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.NotificationLine;
import fr.teleservices.run.ReportService;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One account: what it is, what happened to it, and what can be done about it. */
public final class AccountPages {
    private static final String PATH = "/gestion/comptes";
    private static final String ONE = PATH + "/:id";
    private static final int MOST_MESSAGES = 4;

    private final SheetService sheets;
    private final AccountService accounts;
    private final LinkService links;
    private final ReportService reports;
    private final OpenService open;
    private final Clock clock;

    public AccountPages(
            SheetService sheets,
            AccountService accounts,
            LinkService links,
            ReportService reports,
            OpenService open,
            Clock clock) {
        this.sheets = sheets;
        this.accounts = accounts;
        this.links = links;
        this.reports = reports;
        this.open = open;
        this.clock = clock;
    }

    public List<Route> routes() {
        Permission.Staff assistance = Permission.staff(Role.ASSISTANCE);
        List<Route> all = new ArrayList<>(List.of(
                Route.get(ONE, assistance, open.only(this::show)),
                Route.get(ONE + "/envois", assistance, open.only(this::messages)),
                Route.get(
                        "/gestion/notifications/:id/lettre.pdf", assistance.withSecondFactor(), open.only(this::pdf))));
        for (Deed deed : Deed.values()) {
            Permission may = Permission.staff(deed.least);
            all.add(Route.get(ONE + "/" + deed.path, may, open.only(visit -> ask(visit, 200, deed, null))));
            all.add(Route.post(ONE + "/" + deed.path, may, open.only(visit -> confirmed(visit, deed))));
        }
        return all;
    }

    static String path(long account) {
        return PATH + "/" + account;
    }

    static String letter(long notification) {
        return "/gestion/notifications/" + notification + "/lettre.pdf";
    }

    /**
     * @param modes none: no message goes out in a mode of one's choice
     * @param asksEmail whether an address is asked for
     * @param key random: the same again is the same confirmation
     */
    record AskView(
            String path,
            String action,
            String name,
            String login,
            String title,
            boolean danger,
            String text,
            List<ModeChoice> modes,
            boolean asksEmail,
            String email,
            String sentence,
            String key,
            Map<String, String> errors) {}

    record ModeChoice(String value, String label, String hint, boolean chosen) {}

    /** @param coming whether a message is still on its way */
    record MessagesView(
            String path,
            String name,
            String login,
            String lead,
            boolean coming,
            List<Sent> messages,
            @Nullable String usable) {}

    /** @param letter path of the PDF; null: none */
    record Sent(String text, String chip, @Nullable String letter) {}

    private Future<Void> show(Visit visit) {
        return sheets.whole(visit.school().id(), visit.id("id"))
                .compose(whole -> visit.page(
                        "assistance/account",
                        AccountView.of(whole, visit.staff().role(), AccountListPages.zone(visit), clock.instant())));
    }

    private Future<Void> ask(Visit visit, int status, Deed deed, @Nullable Refusal refusal) {
        return sheets.whole(visit.school().id(), visit.id("id")).compose(whole -> {
            String whyNot = deed.whyNot(whole.sheet()).orElse("");
            boolean no = refusal == null && !whyNot.isEmpty();
            String typed = visit.form().get("email");
            SheetStore.Sheet sheet = whole.sheet();
            String pending = sheet.emailPending() == null ? "" : sheet.emailPending();
            return visit.page(
                    no ? 409 : status,
                    "assistance/ask",
                    new AskView(
                            path(sheet.id()),
                            path(sheet.id()) + "/" + deed.path,
                            sheet.shownName(),
                            sheet.login(),
                            deed.label,
                            deed == Deed.RESET,
                            whyNot.isEmpty()
                                    ? DeedWords.sentence(deed, whole, clock.instant(), AccountListPages.zone(visit))
                                    : "",
                            deed.notifies ? modes(sheet.email(), visit.form().get("mode")) : List.of(),
                            deed == Deed.LINK,
                            typed.isEmpty() ? pending : typed,
                            no ? whyNot : refusal == null ? "" : refusal.sentence(),
                            AskKey.of(visit.form().get("key")),
                            refusal == null ? Map.of() : refusal.fields()));
        });
    }

    private static List<ModeChoice> modes(@Nullable String email, String typed) {
        List<ModeChoice> all = new ArrayList<>();
        String standard = email == null ? "PAPER" : "EMAIL";
        String chosen = List.of("EMAIL", "PAPER", "BOTH").contains(typed) ? typed : standard;
        if (email != null) {
            all.add(new ModeChoice("EMAIL", "Par courriel", "à " + email, chosen.equals("EMAIL")));
        }
        all.add(new ModeChoice(
                "PAPER",
                "Par courrier",
                email == null ? "aucune adresse électronique n’est connue" : "une lettre à imprimer",
                chosen.equals("PAPER")));
        if (email != null) {
            all.add(new ModeChoice("BOTH", "Les deux", "avec le même mot de passe", chosen.equals("BOTH")));
        }
        return all;
    }

    private Future<Void> confirmed(Visit visit, Deed deed) {
        long account = visit.id("id");
        long school = visit.school().id();
        long staff = visit.staff().id();
        UUID credential = AskKey.credential(AskKey.of(visit.form().get("key")), deed, staff, account);
        return sheets.whole(school, account)
                .compose(mine -> done(visit.form(), deed, By.staff(staff), school, account, credential))
                .compose(
                        visit::seeOther,
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() != Refusal.Kind.NOT_FOUND
                                ? ask(visit, status(refused.refusal()), deed, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private static int status(Refusal refusal) {
        return switch (refusal.kind()) {
            case INVALID -> 422;
            case TOO_MANY -> 429;
            default -> 409;
        };
    }

    /** @return the page that follows */
    private Future<String> done(Form form, Deed deed, By by, long school, long account, UUID credential) {
        return switch (deed) {
            case NOTIFY ->
                accounts.notify(by, school, account, mode(form), credential).map(ids -> sent(account, ids));
            case RESET ->
                accounts.reset(by, school, account, mode(form), credential).map(ids -> sent(account, ids));
            case REPLACE ->
                accounts.replace(by, school, account, mode(form), credential)
                        .map(opened -> sent(opened.accountId(), opened.notifications()));
            case RELEASE -> accounts.release(by, school, account).map(done -> path(account));
            case LINK ->
                links.sendAgain(by, school, account, form.get("email"), credential)
                        .map(done -> path(account));
        };
    }

    private static Mode mode(Form form) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.name().equals(form.get("mode")))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(Map.of("mode", "Choisissez par quel moyen notifier."))
                        .asFailure());
    }

    private static String sent(long account, List<Long> ids) {
        return path(account) + "/envois?n=" + ids.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    /** What became of the messages that were just asked for; the page comes again until they have left. */
    private Future<Void> messages(Visit visit) {
        Scope scope = Scope.of(visit.school().id());
        long account = visit.id("id");
        Future<List<NotificationLine>> lines = Future.succeededFuture(new ArrayList<>());
        for (String id : visit.query().get("n").split("-", MOST_MESSAGES)) {
            if (id.matches("[0-9]{1,18}")) {
                lines = lines.compose(all -> reports.notification(scope, Long.parseLong(id))
                        .map(line -> {
                            if (line.accountId() == account) {
                                all.add(line);
                            }
                            return all;
                        }));
            }
        }
        Future<List<NotificationLine>> found = lines;
        return sheets.whole(scope.schools().get(0), account)
                .compose(whole -> found.compose(all -> visit.page("assistance/messages", messages(visit, whole, all))));
    }

    private static MessagesView messages(Visit visit, SheetService.Whole whole, List<NotificationLine> lines) {
        SheetStore.Sheet sheet = whole.sheet();
        boolean coming = lines.stream().anyMatch(NotificationLine::isComing);
        return new MessagesView(
                path(sheet.id()),
                sheet.shownName(),
                sheet.login(),
                coming ? "Le message se prépare." : "C’est fait.",
                coming,
                lines.stream().map(AccountPages::sent).toList(),
                sheet.usableFrom() == null || !sheet.waits()
                        ? null
                        : fr.teleservices.web.French.dateTime(sheet.usableFrom(), AccountListPages.zone(visit)));
    }

    private static Sent sent(NotificationLine line) {
        boolean paper = line.channel().equals("PAPER");
        return switch (line.status()) {
            case "SENT" -> new Sent("Le courriel est parti.", "on", null);
            case "IN_LETTER" -> new Sent("La lettre est prête.", "on", letter(line.id()));
            case "PENDING", "CLAIMED" ->
                new Sent(paper ? "La lettre s’écrit…" : "Le courriel est en cours d’envoi…", "wait", null);
            default ->
                new Sent(
                        (paper ? "La lettre n’a pas pu être faite. " : "Le courriel n’est pas parti. ") + line.why(),
                        "bad",
                        null);
        };
    }

    private Future<Void> pdf(Visit visit) {
        long id = visit.id("id");
        return reports.letter(Scope.of(visit.school().id()), id, visit.staff().id())
                .compose(pdf -> visit.file("application/pdf", "courrier-" + id + ".pdf", Buffer.buffer(pdf)));
    }
}
