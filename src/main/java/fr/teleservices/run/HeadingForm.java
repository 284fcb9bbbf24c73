package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.school.School;
import fr.teleservices.web.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The academy's choices for many schools, read from a form or a query and written back: what was understood, never what was
 * typed.
 *
 * @param all every school there is, whatever is ticked
 * @param schools ids of those ticked, all of them known
 * @param faults field to sentence
 */
record HeadingForm(boolean all, Set<Long> schools, Selection selection, Map<String, String> faults) {
    /** Before anything was chosen. */
    static HeadingForm empty() {
        return new HeadingForm(
                true,
                Set.of(),
                Selection.of(Holder.GUARDIAN, Mode.EMAIL_OR_PAPER, EnumSet.of(AccountState.NOT_NOTIFIED)),
                Map.of());
    }

    /** Ids come as boxes that were ticked, or in one field, {@code 3-7-12}: a query of 600 boxes would be too long. */
    static HeadingForm read(Form form, List<School> known) {
        Map<String, String> faults = new LinkedHashMap<>();
        boolean all = form.get("which").equals("all");
        Set<String> typed = new TreeSet<>(form.all("school"));
        typed.addAll(Arrays.asList(form.text("ids").split("-")));
        Set<Long> schools = known.stream()
                .map(School::id)
                .filter(id -> typed.contains(Long.toString(id)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!all && schools.isEmpty()) {
            faults.put("schools", "Choisissez au moins un établissement.");
        }
        Holder holder = constant(form.get("holder"), Holder.values());
        if (holder == null) {
            faults.put("holder", "Choisissez les responsables ou les élèves.");
        }
        Mode mode = constant(form.get("mode"), Mode.values());
        if (mode == null) {
            faults.put("mode", "Choisissez un mode.");
        }
        Holder whom = holder == null ? Holder.GUARDIAN : holder;
        Selection selection = Selection.of(whom, mode == null ? Mode.EMAIL_OR_PAPER : mode, states(form, whom));
        selection.refusal().map(Refusal::fields).ifPresent(faults::putAll);
        return new HeadingForm(all, schools, selection, faults);
    }

    /** A state that accounts of this holder do not know is left out: the boxes are the same for both. */
    private static Set<AccountState> states(Form form, Holder holder) {
        Set<AccountState> states = EnumSet.noneOf(AccountState.class);
        NotifyView.states(holder).stream()
                .filter(state -> form.all("state").contains(state.name()))
                .forEach(states::add);
        return states;
    }

    private static <E extends Enum<E>> @Nullable E constant(String name, E[] all) {
        return Arrays.stream(all)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    List<School> chosen(List<School> known) {
        return known.stream()
                .filter(school -> all || schools.contains(school.id()))
                .toList();
    }

    /** What it holds, for hidden fields, with these schools in the place of those chosen. */
    List<SelectionForm.Pair> pairs(List<Long> ids) {
        List<SelectionForm.Pair> pairs = choices();
        pairs.add(0, new SelectionForm.Pair("ids", joined(ids)));
        return pairs;
    }

    /** What it holds as a query, without the question mark; none of the values needs an escape. */
    String query() {
        return (all ? "which=all&" : "ids=" + joined(schools) + "&") + written(choices());
    }

    String query(List<Long> ids) {
        return written(pairs(ids));
    }

    private List<SelectionForm.Pair> choices() {
        List<SelectionForm.Pair> pairs = new ArrayList<>();
        pairs.add(new SelectionForm.Pair("holder", selection.holder().name()));
        pairs.add(new SelectionForm.Pair("mode", selection.mode().name()));
        selection.states().stream().sorted().forEach(state -> pairs.add(new SelectionForm.Pair("state", state.name())));
        return pairs;
    }

    private static String written(List<SelectionForm.Pair> pairs) {
        return pairs.stream().map(pair -> pair.name() + "=" + pair.value()).collect(Collectors.joining("&"));
    }

    private static String joined(java.util.Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
