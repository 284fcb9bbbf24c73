package fr.teleservices.run;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Channel;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any selection of any mode: what it means, and that every notification of it ends as exactly one result. */
class SelectionPropertiesTest {
    private static final int FAMILIES = 8;

    private static RunSite site;
    private static RunService runs;

    @BeforeContainer
    static void open() {
        site = new RunSite(FAMILIES);
        runs = new RunService(
                site.site.vertx,
                site.site.database,
                id -> Future.succeededFuture(true),
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                site.site.clock);
    }

    @AfterContainer
    static void close() {
        site.close();
    }

    @Property
    void aModeReachesEverybodyButThoseWithoutAnAddressInMailsAlone(
            @ForAll fr.teleservices.account.Mode mode, @ForAll boolean address) {
        Set<Channel> channels = mode.channels(address);
        assertThat(channels.isEmpty()).isEqualTo(mode == fr.teleservices.account.Mode.EMAIL && !address);
        assertThat(channels.contains(Channel.EMAIL)).isEqualTo(address && mode != fr.teleservices.account.Mode.PAPER);
        assertThat(channels).hasSizeLessThanOrEqualTo(mode == fr.teleservices.account.Mode.BOTH ? 2 : 1);
        assertThat(Mode.valueOf(mode.name()).label()).isNotBlank();
    }

    @Property
    void aSelectionIsRefusedExactlyWhereItNamesNoStateOrOneThatItsHoldersCannotBeIn(
            @ForAll Holder holder, @ForAll Mode mode, @ForAll Set<AccountState> states) {
        Set<AccountState> possible = EnumSet.copyOf(Lifecycle.statesOf(holder));
        possible.remove(AccountState.CLOSED);
        assertThat(Selection.of(holder, mode, states).refusal().isPresent())
                .isEqualTo(states.isEmpty() || !possible.containsAll(states));
    }

    /** Statuses move as a random hand moves workers; the sum is the selection at every step. */
    @Property(tries = 14, shrinking = ShrinkingMode.OFF)
    void everyNotificationEndsAsExactlyOneResult(
            @ForAll Holder holder,
            @ForAll Mode mode,
            @ForAll @NotEmpty Set<AccountState> states,
            @ForAll boolean oneDivision,
            @ForAll long seed) {
        Random random = new Random(seed);
        Set<AccountState> possible = EnumSet.copyOf(Lifecycle.statesOf(holder));
        possible.retainAll(states);
        possible.remove(AccountState.CLOSED);
        if (possible.isEmpty()) {
            return;
        }
        scatter(holder, random);
        Selection all = Selection.of(holder, mode, possible);
        Selection selection = oneDivision ? inOneDivision(all) : all;
        Preview preview = await(runs.preview(site.school.id(), selection));
        Run run = await(runs.start(new RunService.Order(
                        site.school.id(),
                        selection,
                        UUID.randomUUID().toString(),
                        null,
                        site.site.clock.instant(),
                        true)))
                .run();
        site.round();
        long selected = counts(run).selected();
        assertThat(selected).isEqualTo(preview.notifications());
        assertThat(counts(run).leftOut()).isEqualTo(preview.notifications() - preview.toSend());
        assertThat(selected).isEqualTo(expected(holder, mode, possible, selection.divisions()));
        boolean cancelled = false;
        for (int step = 0; step < 12; step++) {
            cancelled |= move(run, random);
            assertThat(counts(run).selected()).isEqualTo(selected);
        }
        site.sendAll();
        site.writeAllLetters();
        site.round();
        RunCounts end = counts(run);
        assertThat(end.pending() + end.inFlight()).isZero();
        assertThat(end.ended()).isEqualTo(selected);
        assertThat(end.cancelled() > 0)
                .as("only a run that was cancelled cancels")
                .isIn(false, cancelled);
        assertThat(number("SELECT count(*) FROM notification WHERE run_id = " + run.id()))
                .isEqualTo(selected);
        assertThat(number("SELECT count(*) FROM (SELECT account_id, channel FROM notification WHERE run_id = "
                        + run.id() + " GROUP BY 1, 2 HAVING count(*) > 1) twice"))
                .isZero();
    }

    /** States by chance; who has an address does not change. */
    private static void scatter(Holder holder, Random random) {
        List<AccountState> states = Lifecycle.statesOf(holder).stream()
                .filter(state -> state != AccountState.CLOSED)
                .toList();
        site.execute(
                "UPDATE account SET credential_id = NULL, credential_key = NULL, credential_at = NULL, state = (ARRAY["
                        + String.join(
                                ", ",
                                states.stream().map(state -> "'" + state + "'").toList())
                        + "])[1 + (hashint8(id + " + random.nextInt(1_000) + ") & 65535) % " + states.size()
                        + "], held = id % 11 = 0"
                        + " WHERE holder = '" + holder + "'");
    }

    private static Selection inOneDivision(Selection all) {
        return new Selection(
                all.holder(),
                all.mode(),
                all.states(),
                List.of("5 A"),
                all.levels(),
                all.responsibilities(),
                all.name(),
                all.withAddress(),
                all.notNotifiedSince(),
                all.neverSignedIn(),
                all.expiredOnly(),
                all.failedOf(),
                all.reset(),
                all.exclusions(),
                all.order());
    }

    /** One for each account of these states; in BOTH two where there is an address. */
    private static long expected(Holder holder, Mode mode, Set<AccountState> states, List<String> divisions) {
        String each = mode == Mode.BOTH ? "CASE WHEN p.email IS NULL THEN 1 ELSE 2 END" : "1";
        String in = String.join(
                ", ", states.stream().map(state -> "'" + state + "'").toList());
        String where = divisions.isEmpty()
                ? ""
                : " AND EXISTS (SELECT FROM person c LEFT JOIN guardianship g ON g.pupil_id = c.id WHERE c.division = '5 A'"
                        + " AND (c.id = p.id OR g.guardian_id = p.id))";
        return number("SELECT coalesce(sum(" + each + "), 0) FROM account a JOIN person p ON p.id = a.person_id"
                + " WHERE a.school_id = " + site.school.id() + " AND a.holder = '" + holder
                + "' AND a.state IN (" + in
                + ")" + where);
    }

    /** @return whether it was cancelled */
    private static boolean move(Run run, Random random) {
        Scope scope = Scope.of(site.school.id());
        switch (random.nextInt(6)) {
            case 0, 1 -> site.send(1 + random.nextInt(4), job -> random.nextInt(4) == 0);
            case 2 -> site.writeLetters();
            case 3 -> {
                await(runs.pause(scope, run.id(), null).otherwiseEmpty());
                await(runs.resume(scope, run.id(), null).otherwiseEmpty());
            }
            case 4 -> site.round();
            default -> {
                if (random.nextInt(4) == 0) {
                    await(runs.cancel(scope, run.id(), null).otherwiseEmpty());
                    return true;
                }
            }
        }
        return false;
    }

    private static RunCounts counts(Run run) {
        return await(runs.progress(Scope.of(site.school.id()), run.id())).counts();
    }

    private static long number(String sql) {
        return Long.parseLong(site.value(sql));
    }
}
