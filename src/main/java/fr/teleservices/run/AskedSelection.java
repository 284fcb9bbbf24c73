package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.SealedQuery;
import fr.teleservices.web.Visit;
import java.time.Clock;
import java.time.ZoneId;

/** The selection that a request asks for, as far as whoever asks may have it. */
final class AskedSelection {
    private final Clock clock;
    private final SealedQuery sealed;

    AskedSelection(Clock clock, SealedQuery sealed) {
        this.clock = clock;
        this.sealed = sealed;
    }

    /** The fields of a query, those that were sealed too. */
    Form query(Visit visit) {
        return sealed.read(visit);
    }

    /** As a query that names nobody. */
    String query(SelectionForm form) {
        return sealed.of(form.query());
    }

    /** The person picked; absent where none is. */
    static long account(Form fields) {
        String typed = fields.get("compte");
        if (!typed.matches("[0-9]{1,18}")) {
            throw Refusal.notFound().asFailure();
        }
        return Long.parseLong(typed);
    }

    /** Refuses a faulty one. */
    SelectionForm sound(Visit visit, Form fields, Holder holder) {
        SelectionForm form = read(visit, fields, holder);
        if (!form.faults().isEmpty()) {
            throw Refusal.invalid(form.faults()).asFailure();
        }
        return form;
    }

    /** With its faults; a reset is refused to whoever may not order one. */
    SelectionForm read(Visit visit, Form fields, Holder holder) {
        SelectionForm form = SelectionForm.read(fields, holder, zone(visit), clock.instant());
        if (form.selection().reset() && !mayReset(visit)) {
            throw Refusal.forbidden("La réinitialisation en masse est réservée au chef d’établissement.")
                    .asFailure();
        }
        return form;
    }

    static boolean mayReset(Visit visit) {
        return visit.staff().role().includes(Role.CHEF);
    }

    static ZoneId zone(Visit visit) {
        return ZoneId.of(visit.school().timezone());
    }
}
