package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.school.School;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runs would do, school by school, and the form that starts them.
 *
 * @param query the choices, for links
 * @param without the same without the schools in the way of another run; empty: nothing in the way, or nothing else left
 * @param hidden the choices, for the form, with the schools that can start and have somebody to notify
 * @param started how many those are
 * @param toSend mails and letters of those
 * @param overlap whether a run that has not ended is in the way in one of them
 */
record HeadingPreviewView(
        List<String> criteria,
        String query,
        String without,
        List<SelectionForm.Pair> hidden,
        List<Line> schools,
        long started,
        long aside,
        long mails,
        long letters,
        long leftOut,
        long toSend,
        boolean typed,
        boolean nobody,
        boolean overlap,
        String key,
        @Nullable String sentence,
        Map<String, String> errors) {
    private static final String OVERLAPS = "run-overlaps";

    /** @param why it does not start there, or starts only if confirmed; empty: nothing in the way */
    record Line(String name, String uai, long mails, long letters, long leftOut, boolean refused, String why) {}

    /** @param schools in the order of the sums */
    static HeadingPreviewView of(
            HeadingForm form,
            List<School> schools,
            List<RunHeadingService.SchoolPreview> sums,
            String key,
            @Nullable Refusal refusal) {
        List<RunHeadingService.SchoolPreview> going =
                sums.stream().filter(HeadingPreviewView::starts).toList();
        List<Long> free = ids(going.stream().filter(one -> !overlaps(one)).toList());
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < schools.size(); i++) {
            lines.add(line(schools.get(i), sums.get(i)));
        }
        boolean overlap = free.size() < going.size();
        return new HeadingPreviewView(
                criteria(form.selection()),
                form.query(),
                overlap && !free.isEmpty() ? form.query(free) : "",
                form.pairs(ids(going)),
                lines,
                going.size(),
                (long) schools.size() - going.size(),
                going.stream().mapToLong(one -> one.sums().mails()).sum(),
                going.stream().mapToLong(one -> one.sums().letters()).sum(),
                going.stream()
                        .mapToLong(
                                one -> one.sums().notifications() - one.sums().toSend())
                        .sum(),
                toSend(sums),
                toSend(sums) > PreviewView.NUMBER_TYPED_ABOVE,
                going.isEmpty(),
                overlap,
                key,
                refusal == null ? null : refusal.sentence(),
                refusal != null && refusal.fields().containsKey("number") ? refusal.fields() : Map.of());
    }

    /** Mails and letters of the schools that would start. */
    static long toSend(List<RunHeadingService.SchoolPreview> sums) {
        return sums.stream()
                .filter(HeadingPreviewView::starts)
                .mapToLong(one -> one.sums().toSend())
                .sum();
    }

    private static boolean overlaps(RunHeadingService.SchoolPreview one) {
        return one.refusal().filter(why -> why.code().equals(OVERLAPS)).isPresent();
    }

    private static boolean starts(RunHeadingService.SchoolPreview one) {
        return one.sums().toSend() > 0 && (one.refusal().isEmpty() || overlaps(one));
    }

    private static List<Long> ids(List<RunHeadingService.SchoolPreview> sums) {
        return sums.stream().map(RunHeadingService.SchoolPreview::school).toList();
    }

    private static Line line(School school, RunHeadingService.SchoolPreview one) {
        Preview sums = one.sums();
        return new Line(
                school.name(),
                school.uai(),
                sums.mails(),
                sums.letters(),
                sums.notifications() - sums.toSend(),
                one.refusal().isPresent(),
                one.refusal()
                        .map(why ->
                                overlaps(one) ? "Une campagne en cours concerne les mêmes personnes." : noService(why))
                        .orElse(sums.toSend() == 0 ? "Personne à notifier." : ""));
    }

    private static String noService(Refusal why) {
        return why.code().equals("no-active-service") ? "Aucun téléservice n’est ouvert." : why.sentence();
    }

    private static List<String> criteria(Selection s) {
        return List.of(
                "Pour : " + HeadingsView.whom(s.holder()).toLowerCase(Locale.FRENCH)
                        + (s.holder() == Holder.GUARDIAN ? " (représentants légaux)" : ""),
                "Mode : " + s.mode().label().toLowerCase(Locale.FRENCH),
                "États du compte : "
                        + String.join(
                                ", ",
                                s.states().stream()
                                        .sorted()
                                        .map(AccountState::label)
                                        .toList()));
    }
}
