package fr.teleservices.run;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a page asks before it starts a run, beside what the selection itself refuses. */
final class StartChecks {
    private StartChecks() {}

    /** What keeps a run from being started with these fields; null: nothing. */
    static @Nullable Refusal refusal(Form fields, SelectionForm form, Preview sums) {
        Refusal refusal = refusal(fields, sums.toSend());
        if (refusal != null) {
            return refusal;
        }
        if (form.selection().reset() && !fields.has("confirmReset")) {
            return Refusal.invalid(Map.of("confirmReset", "Confirmez la réinitialisation en masse."));
        }
        return null;
    }

    /** The same of the number alone. */
    static @Nullable Refusal refusal(Form fields, long toSend) {
        if (toSend == 0) {
            return Refusal.invalid("nobody", "Il n’y a personne à notifier.");
        }
        boolean typed =
                fields.get("number").replaceAll("[\\s\\u00a0\\u202f]", "").equals(Long.toString(toSend));
        return toSend > PreviewView.NUMBER_TYPED_ABOVE && !typed
                ? Refusal.invalid(
                        Map.of("number", "Saisissez le nombre de notifications : " + French.number(toSend) + "."))
                : null;
    }
}
