package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.ClusterSite;
import fr.teleservices.testing.RunProof;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes with {@code serve --cluster} on one database: one is frozen past its leases and woken, one is killed, one is told
 * to end, each in the middle of a run. {@code -Dcluster.pupils=14200 -Dcluster.rounds=5} makes it long.
 */
class ClusterTest {
    private static final String UAI = "0750001U";
    private static final int PUPILS = Integer.getInteger("cluster.pupils", 700);
    private static final int ROUNDS = Integer.getInteger("cluster.rounds", 1);
    /** What a mail takes the mail server: so that there is a middle of a run. */
    private static final Duration PACE = Duration.ofMillis(Integer.getInteger("cluster.pace", 50));

    /** Claimed and not yet recorded, of the one mail worker of each node. */
    private static final int IN_FLIGHT = 64;

    @TempDir
    private Path folder;

    private int duplicated;
    private int refused;

    @Test
    @Tag("fault-2")
    @Tag("faults")
    @Tag("fault-10")
    @Tag("trust-12")
    void aNodeMayBeKilledFrozenOrToldToEndInTheMiddleOfARun() throws Exception {
        System.out.println("cluster test: 3 nodes, " + PUPILS + " pupils, " + ROUNDS + " rounds");
        try (MailCatcher catcher = MailCatcher.start(0, 200_000, 4_000_000_000L);
                ClusterSite site = ClusterSite.start(3, folder, catcher.port())) {
            catcher.answerRecipientsBy(address -> {
                LockSupport.parkNanos(PACE.toNanos());
                return Optional.empty();
            });
            ApiClient api = site.school(UAI, PUPILS);
            site.staff("secretariat", Role.GESTIONNAIRE);
            aSessionIsGoodEverywhereAndDeadEverywhere(site);
            for (int round = 1; round <= ROUNDS; round++) {
                if (round > 1) {
                    site.restart(1);
                    site.restart(2);
                }
                oneFrozenAndOneKilled(site, api, catcher, round);
            }
            oneToldToEnd(site, api, catcher);
        }
        System.out.println("cluster test: " + ROUNDS
                + " rounds with one node killed and one frozen, 1 with one told to end; lost 0, " + duplicated
                + " mails duplicated, " + refused + " late writes refused; passed");
    }

    private static void aSessionIsGoodEverywhereAndDeadEverywhere(ClusterSite site) {
        Browser first = new Browser(site.node(0).origin());
        assertThat(first.post("/gestion/connexion", "login", "secretariat", "password", ClusterSite.PASSWORD)
                        .status())
                .isEqualTo(303);
        for (int node = 1; node < 3; node++) {
            assertThat(elsewhere(site, node, first).get("/gestion/campagnes").status())
                    .isEqualTo(200);
        }
        Browser third = elsewhere(site, 2, first);
        assertThat(first.post("/gestion/deconnexion").status()).isEqualTo(303);
        assertThat(third.get("/gestion/campagnes").status()).isEqualTo(303);
    }

    private static Browser elsewhere(ClusterSite site, int node, Browser browser) {
        Browser other = new Browser(site.node(node).origin());
        other.cookies().putAll(browser.cookies());
        return other;
    }

    private void oneFrozenAndOneKilled(ClusterSite site, ApiClient api, MailCatcher catcher, int round)
            throws Exception {
        catcher.clear();
        long before = catcher.received();
        long run = api.startRun(UAI, "round-" + round, order());
        long selected = api.awaitRun(run, 300, started -> started.getLong("selected") > 0)
                .getLong("selected");
        await(120, () -> catcher.received() - before > selected / 20);
        progressIsSeenOnAnotherNode(api.at(site.node(2).origin()), run);

        ServiceProcess frozen = site.node(1);
        frozen.freeze();
        site.node(2).kill();
        // both leases run out: whoever is left takes over what the two held
        long over = System.nanoTime() + ClusterSite.LEASE.plusMillis(500).toNanos();
        await(60, () -> System.nanoTime() > over);
        await(
                60,
                () -> site.count(
                                "SELECT count(*) FROM notification WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()")
                        == 0);
        frozen.thaw();

        JsonObject done =
                api.awaitRun(run, 900, progress -> progress.getString("status").equals("DONE"));
        RunProof proof = RunProof.of(api.at(frozen.origin()), UAI, run, done, catcher);
        await(30, () -> refusedWrites(frozen) > 0);
        refused += refusedWrites(frozen);
        duplicated += proof.duplicates();
        System.out.println("cluster test: round " + round + ": " + proof);
        assertThat(proof.duplicates()).isLessThanOrEqualTo(2 * IN_FLIGHT);
    }

    /** As its log says. */
    private static int refusedWrites(ServiceProcess node) {
        return Pattern.compile("(\\d+) of \\d+ outcomes were refused")
                .matcher(node.output())
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    /** Something has been sent, as the other node says of itself. */
    private static void progressIsSeenOnAnotherNode(ApiClient other, long run) throws Exception {
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
            try (Stream<String> lines = other.events("/runs/" + run + "/events")) {
                return lines.filter(line -> line.startsWith("data: "))
                        .map(line -> new JsonObject(line.substring("data: ".length())))
                        .filter(progress -> progress.getJsonObject("counts").getLong("sent") > 0)
                        .map(progress -> progress.getString("status"))
                        .findFirst()
                        .orElse("none");
            }
        });
        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("RUNNING");
    }

    private void oneToldToEnd(ClusterSite site, ApiClient api, MailCatcher catcher) {
        catcher.clear();
        long before = catcher.received();
        long run = api.startRun(UAI, "end", order());
        long selected = api.awaitRun(run, 300, started -> started.getLong("selected") > 0)
                .getLong("selected");
        await(120, () -> catcher.received() - before > selected / 20);
        double seconds = site.node(0).stop();
        System.out.printf("cluster test: told to end in a run, a node took %.1f s%n", seconds);
        assertThat(seconds).isLessThan(30);
        ApiClient left = api.at(site.node(1).origin());
        JsonObject done =
                left.awaitRun(run, 900, progress -> progress.getString("status").equals("DONE"));
        RunProof proof = RunProof.of(left, UAI, run, done, catcher);
        System.out.println("cluster test: after it, " + proof);
        assertThat(proof.duplicates()).isZero();
    }

    private static JsonObject order() {
        return new JsonObject().put("holder", "guardian").put("mode", "BOTH");
    }

    private static void await(int seconds, BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %d s", seconds).isLessThan(end);
            LockSupport.parkNanos(20_000_000); // processes have no call for "it has happened"
        }
    }
}
