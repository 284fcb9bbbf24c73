package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.French;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account's page.
 *
 * @param heading {@code Compte actuel}, {@code Nouveau compte}, {@code Ancien compte}
 * @param usable from when; null: at once
 * @param data path of what is kept of the person; empty: not for this role
 * @param warnings what staff have to know first
 * @param noSimulation why there is none; empty: there may be
 */
record AccountView(
        long id,
        String path,
        String list,
        String listTitle,
        boolean guardian,
        String name,
        String heading,
        String login,
        String state,
        String chip,
        @Nullable String since,
        @Nullable String usable,
        List<String> warnings,
        List<Fact> facts,
        List<Fact> person,
        List<Kid> children,
        List<Guardian> guardians,
        List<Sibling> others,
        List<Button> buttons,
        String data,
        String noSimulation,
        List<HistoryWords.Entry> history) {
    record Fact(String label, String value) {}

    record Kid(String name, String division, String responsibility, boolean dated) {}

    /** @param path null: has no account */
    record Guardian(
            String name, String responsibility, @Nullable String path, String login, String state, String chip) {}

    record Sibling(String path, String heading, String login, String state, String chip, String from) {}

    /** @param whyNot empty: it may be pressed */
    record Button(String path, String label, String whyNot) {}

    static AccountView of(SheetService.Whole whole, Role role, ZoneId zone, Instant now) {
        SheetStore.Sheet sheet = whole.sheet();
        boolean guardian = sheet.holder() == Holder.GUARDIAN;
        return new AccountView(
                sheet.id(),
                AccountPages.path(sheet.id()),
                AccountListPages.base(sheet.holder()),
                guardian ? "Gérer le compte responsable" : "Gérer le compte élève",
                guardian,
                sheet.shownName(),
                heading(sheet.current(), sheet.state()),
                sheet.login(),
                AccountWords.state(sheet.state(), sheet.held(), sheet.closedReason()),
                AccountWords.chip(sheet.state(), sheet.held()),
                since(sheet, zone),
                usable(sheet.usableFrom(), zone),
                warnings(sheet, whole, zone, now),
                facts(sheet, zone),
                person(sheet),
                whole.children().stream()
                        .map(child -> new Kid(
                                child.name(), child.division(), responsibility(child.responsibility()), child.dated()))
                        .toList(),
                whole.guardians().stream().map(AccountView::guardian).toList(),
                others(whole, zone),
                buttons(sheet, role),
                role.includes(Role.CHEF) ? PersonDataPages.path(sheet.id()) : "",
                DeedWords.noSimulation(sheet),
                HistoryWords.of(whole, zone));
    }

    static String heading(boolean current, AccountState state) {
        return current ? "Compte actuel" : state == AccountState.CLOSED ? "Ancien compte" : "Nouveau compte";
    }

    private static @Nullable String since(SheetStore.Sheet sheet, ZoneId zone) {
        Instant at = switch (sheet.state()) {
            case NOT_NOTIFIED -> sheet.held() ? sheet.heldAt() : sheet.createdAt();
            case NOTIFIED -> sheet.notifiedAt();
            case ACTIVATING, ACTIVE -> sheet.activatedAt();
            case CLOSED -> sheet.closedAt();
        };
        return at == null ? null : French.dateTime(at, zone);
    }

    private static @Nullable String usable(@Nullable Instant from, ZoneId zone) {
        return from == null ? null : French.dateTime(from, zone);
    }

    private static List<String> warnings(SheetStore.Sheet sheet, SheetService.Whole whole, ZoneId zone, Instant now) {
        List<String> all = new ArrayList<>();
        String closed = AccountWords.whyClosed(sheet.closedReason());
        if (!closed.isEmpty()) {
            all.add(closed);
        }
        if (sheet.held()) {
            all.add(
                    "Mauvais destinataire : la personne qui a reçu la notification a déclaré ne pas être le représentant légal"
                            + (sheet.heldAt() == null ? "" : ", le " + French.dateTime(sheet.heldAt(), zone))
                            + ". Le mot de passe est annulé et les campagnes laissent ce compte de côté jusqu’à ce qu’il soit libéré.");
        }
        if (sheet.frozen()) {
            all.add(
                    "Le mot de passe temporaire est bloqué : cinq dates de naissance inexactes ont été données avec lui. Renotifiez le"
                            + " compte pour en envoyer un nouveau.");
        }
        Instant made = sheet.credentialAt();
        if (sheet.state() == AccountState.NOTIFIED && made != null && TemporaryPassword.isExpired(made, now)) {
            all.add("Le mot de passe temporaire est expiré : il était valable 90 jours. Renotifiez le compte.");
        }
        boolean provable = sheet.holder() == Holder.PUPIL
                ? sheet.dated()
                : whole.children().stream().anyMatch(SheetStore.Child::dated);
        if (sheet.present() && !provable) {
            all.add("Aucune date de naissance n’est connue : le compte ne pourrait pas être activé.");
        }
        return all;
    }

    private static List<Fact> facts(SheetStore.Sheet sheet, ZoneId zone) {
        List<Fact> all = new ArrayList<>();
        all.add(new Fact(
                "Date de notification",
                sheet.notifiedAt() == null ? "jamais" : French.dateTime(sheet.notifiedAt(), zone)));
        add(all, "Mode de notification", AccountWords.mode(sheet.notifiedBy()));
        all.add(new Fact(
                "Dernier accès au compte",
                sheet.lastAccessAt() == null ? "jamais" : French.dateTime(sheet.lastAccessAt(), zone)));
        add(all, "Adresse à vérifier", sheet.emailPending());
        add(all, "Adresse vérifiée", sheet.emailVerified());
        return all;
    }

    private static List<Fact> person(SheetStore.Sheet sheet) {
        List<Fact> all = new ArrayList<>();
        all.add(new Fact("Nom", (sheet.civility() + " " + sheet.familyName()).strip()));
        add(all, "Nom d’usage", sheet.usageName());
        add(all, "Prénom", sheet.givenName());
        add(all, "Division", sheet.division());
        all.add(new Fact("Courriel", sheet.email() == null ? "aucun" : sheet.email()));
        add(all, "Téléphone", String.join(", ", sheet.phones()));
        all.add(new Fact("Adresse", sheet.address().isEmpty() ? "aucune" : String.join(", ", sheet.address())));
        return all;
    }

    private static void add(List<Fact> all, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            all.add(new Fact(label, value));
        }
    }

    private static String responsibility(String code) {
        return switch (code) {
            case "LEGAL" -> "représentant légal";
            case "IN_CHARGE" -> "personne en charge";
            default -> "contact";
        };
    }

    private static Guardian guardian(SheetStore.Parent parent) {
        Long account = parent.account();
        AccountState state = parent.state();
        return new Guardian(
                parent.name(),
                responsibility(parent.responsibility()),
                account == null ? null : AccountPages.path(account),
                parent.login(),
                state == null ? "" : AccountWords.state(state, parent.held(), parent.closedReason()),
                state == null ? "" : AccountWords.chip(state, parent.held()));
    }

    private static List<Sibling> others(SheetService.Whole whole, ZoneId zone) {
        List<Sibling> all = new ArrayList<>();
        whole.others().forEach(other -> all.add(sibling(heading(other.current(), other.state()), other, zone)));
        whole.group()
                .forEach(other -> all.add(sibling(
                        "GROUPED".equals(other.closedReason()) ? "Regroupé dans celui-ci" : "Regroupé avec",
                        other,
                        zone)));
        return all;
    }

    private static Sibling sibling(String heading, SheetStore.Other other, ZoneId zone) {
        return new Sibling(
                AccountPages.path(other.id()),
                heading,
                other.login(),
                AccountWords.state(other.state(), other.held(), other.closedReason()),
                AccountWords.chip(other.state(), other.held()),
                other.waits() && other.usableFrom() != null ? French.dateTime(other.usableFrom(), zone) : "");
    }

    private static List<Button> buttons(SheetStore.Sheet sheet, Role role) {
        List<Button> all = new ArrayList<>();
        if ("GROUPED".equals(sheet.closedReason()) && role.includes(Role.GESTIONNAIRE)) {
            all.add(new Button(AccountPages.path(sheet.id()) + "/degrouper", "Séparer du regroupement", ""));
        }
        for (Deed deed : Deed.values()) {
            String whyNot = deed.whyNot(sheet).orElse("");
            boolean seldom = deed == Deed.RELEASE || deed == Deed.LINK;
            if (role.includes(deed.least) && (whyNot.isEmpty() || !seldom)) {
                all.add(new Button(AccountPages.path(sheet.id()) + "/" + deed.path, deed.label, whyNot));
            }
        }
        return all;
    }
}
