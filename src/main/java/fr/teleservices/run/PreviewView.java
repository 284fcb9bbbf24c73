package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.web.French;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, and the form that starts it.
 *
 * @param criteria the selection in words
 * @param query the selection, for links
 * @param hidden the selection, for forms
 * @param toSend mails and letters; typed again above {@code NUMBER_TYPED_ABOVE}
 * @param overlap number of the run in the way; empty: none
 * @param picked the account whose mail and letter are shown; empty: nobody to show
 * @param start when it would leave; empty: at once
 */
record PreviewView(
        String base,
        boolean guardian,
        List<String> criteria,
        String query,
        List<SelectionForm.Pair> hidden,
        long mails,
        long letters,
        long leftOut,
        long toSend,
        boolean nobody,
        List<Count> reasons,
        List<Count> states,
        List<Preview.DivisionCount> divisions,
        List<NotifyView.Choice> samples,
        String picked,
        PreviewService.@Nullable MailText mail,
        boolean withLetter,
        boolean testSent,
        String testAddress,
        String start,
        boolean typed,
        String overlap,
        boolean reset,
        String key,
        @Nullable String sentence,
        Map<String, String> errors) {
    static final long NUMBER_TYPED_ABOVE = 1_000;

    /** A line of a table. */
    record Count(String label, long count) {}

    /** The account asked for where it is among the samples, else the first of them; 0: nobody. */
    static long picked(String asked, List<SelectionStore.Sample> samples) {
        return samples.stream()
                .map(SelectionStore.Sample::accountId)
                .filter(id -> Long.toString(id).equals(asked))
                .findFirst()
                .orElse(samples.isEmpty() ? 0L : samples.get(0).accountId());
    }

    static List<Count> reasons(Preview preview) {
        List<Count> counts = new ArrayList<>();
        preview.leftOut().forEach((reason, n) -> counts.add(new Count(reason.sentence(), n)));
        return counts;
    }

    static List<Count> states(Preview preview) {
        List<Count> counts = new ArrayList<>();
        for (AccountState state : AccountState.values()) {
            Long n = preview.byState().get(state.name());
            if (n != null) {
                counts.add(new Count(state.label(), n));
            }
        }
        return counts;
    }

    /** The selection in words, one line a filter. */
    static List<String> criteria(SelectionForm form) {
        Selection s = form.selection();
        List<String> lines = new ArrayList<>();
        lines.add("Mode : " + s.mode().label().toLowerCase(java.util.Locale.FRENCH));
        lines.add("États du compte : "
                + String.join(
                        ", ",
                        s.states().stream().sorted().map(AccountState::label).toList()));
        if (s.holder() == Holder.GUARDIAN) {
            lines.add("Responsabilité : "
                    + String.join(
                            ", ",
                            s.responsibilities().stream()
                                    .sorted()
                                    .map(Selection.Responsible::label)
                                    .toList()));
        }
        add(lines, "Divisions : ", String.join(", ", s.divisions()));
        add(lines, "Niveaux : ", String.join(", ", s.levels()));
        add(lines, "Nom : ", s.name());
        if (s.withAddress() != null) {
            lines.add(s.withAddress() ? "Avec une adresse électronique" : "Sans adresse électronique");
        }
        if (s.notNotifiedSince() != null) {
            lines.add("Non notifiés depuis le "
                    + French.date(s.notNotifiedSince().atZone(form.zone()).toLocalDate()));
        }
        if (s.neverSignedIn()) {
            lines.add("Jamais connectés");
        }
        if (s.expiredOnly()) {
            lines.add("Mot de passe temporaire expiré");
        }
        if (s.failedOf() != null) {
            lines.add("Courriels en échec de la campagne n° " + s.failedOf());
        }
        if (s.mode() != Mode.EMAIL) {
            lines.add("Ordre des courriers : " + s.order().label().toLowerCase(java.util.Locale.FRENCH));
        }
        if (s.reset()) {
            lines.add("Réinitialisation en masse" + spared(form));
        }
        return lines;
    }

    private static String spared(SelectionForm form) {
        Selection.Exclusions spared = form.selection().exclusions();
        List<String> words = new ArrayList<>();
        if (spared.neverActivated()) {
            words.add("comptes jamais activés");
        }
        if (spared.changedSince() != null) {
            words.add("mots de passe changés depuis le "
                    + French.date(spared.changedSince().atZone(form.zone()).toLocalDate()));
        }
        if (spared.alreadyReset()) {
            words.add("comptes déjà réinitialisés");
        }
        return words.isEmpty() ? "" : ", sauf " + String.join(", ", words);
    }

    private static void add(List<String> lines, String label, String value) {
        if (!value.isEmpty()) {
            lines.add(label + value);
        }
    }
}
