package fr.teleservices.faults;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.teleservices.bus.Addresses;
import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.bus.Membership;
import fr.teleservices.bus.Relay;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.ClusterSite;
import fr.teleservices.testing.RunProof;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes of a cluster lose sight of each other, while all of them live and reach the database: slower, never wrong, and one again afterwards. */
@LongFault
@Tag("fault-13")
class PartitionTest {
    private static final String UAI = "0750001U";
    private static final int PUPILS = Integer.getInteger("faults.partition.pupils", 700);
    private static final byte[] KEY = new byte[32];

    @TempDir
    private Path folder;

    @BeforeEach
    void nftables() {
        assumeTrue(Cut.isPossible(), "a cut between processes of one machine needs root and nft(8)");
    }

    @Test
    void eachNodeGoesOnByItselfAndTheyFindEachOtherAgain() throws Exception {
        long from = System.nanoTime();
        try (MailCatcher catcher = MailCatcher.start(0, 200_000, 4_000_000_000L);
                ClusterSite site = ClusterSite.start(3, folder, catcher.port())) {
            catcher.answerRecipientsBy(address -> {
                LockSupport.parkNanos(20_000_000);
                return Optional.empty();
            });
            ApiClient api = site.school(UAI, PUPILS);
            everyNodeSees(site, 3);
            RunProof alone;
            try (Cut cut = new Cut(site.clusterPorts())) {
                assertThat(cut.isMade()).isTrue();
                everyNodeSees(site, 1);
                alone = run(site, api, catcher, "alone");
            }
            everyNodeSees(site, 3);
            RunProof together = run(site, api, catcher, "together");
            Verdict.tell(
                    new Verdict.Figures(
                            13,
                            1,
                            alone.mails() + alone.letters() + together.mails() + together.letters(),
                            0,
                            alone.duplicates() + together.duplicates(),
                            (System.nanoTime() - from) / 1e9),
                    "three nodes apart from each other, and together again");
            assertThat(alone.duplicates() + together.duplicates()).isZero();
        }
    }

    /** A run that the first node starts is worked on by all of them, and each sees its end. */
    private static RunProof run(ClusterSite site, ApiClient api, MailCatcher catcher, String key) {
        catcher.clear();
        long run = api.startRun(
                UAI, key, new JsonObject().put("holder", "guardian").put("mode", "BOTH"));
        Set<Integer> atWork = new HashSet<>();
        ApiClient last = api.at(site.node(2).origin());
        JsonObject done = last.awaitRun(run, 300, progress -> {
            atWork.add((int) site.count("SELECT count(DISTINCT worker) FROM notification WHERE status = 'CLAIMED'"));
            return progress.getString("status").equals("DONE");
        });
        assertThat(atWork).as("nodes at work at once").contains(3);
        return RunProof.of(last, UAI, run, done, catcher);
    }

    private static void everyNodeSees(ClusterSite site, int nodes) {
        Pattern view = Pattern.compile("the cluster has (\\d+) nodes");
        for (int node = 0; node < 3; node++) {
            int number = node;
            Rows.await(
                    "node " + node + " sees " + nodes,
                    90,
                    () -> view.matcher(site.node(number).output())
                            .results()
                            .map(found -> found.group(1))
                            .reduce((first, second) -> second)
                            .filter(Integer.toString(nodes)::equals)
                            .isPresent());
        }
    }

    @Test
    void whatOneNodeSaysIsHeardByAllAgainOnceTheyAreTogether() throws Exception {
        List<Integer> ports = ClusterSite.freePorts(6);
        List<Membership> nodes = new ArrayList<>();
        List<Set<Long>> heard = new ArrayList<>();
        try {
            for (int node = 0; node < 3; node++) {
                nodes.add(await(Membership.join(
                        new ClusterSettings(
                                "127.0.0.1",
                                ports.get(2 * node),
                                ports.get(2 * node + 1),
                                "127.0.0.1",
                                List.of(
                                        new ClusterSettings.Seed("127.0.0.1", ports.get(0)),
                                        new ClusterSettings.Seed("127.0.0.1", ports.get(2)))),
                        KEY)));
                Vertx vertx = nodes.get(node).vertx();
                await(vertx.deployVerticle(new Relay(KEY)));
                Set<Long> ids = new ConcurrentSkipListSet<>();
                heard.add(ids);
                Addresses.RUN_CHANGED.listen(vertx, ids::add);
            }
            allHear(nodes, heard, 1_000);
            try (Cut cut = new Cut(ports)) {
                assertThat(cut.isMade()).isTrue();
                Rows.await("apart", 60, () -> nodes.stream().allMatch(node -> node.members() == 1));
                for (int node = 0; node < 3; node++) {
                    Addresses.RUN_CHANGED.publish(nodes.get(node).vertx(), 2_000 + node);
                }
                for (int node = 0; node < 3; node++) {
                    int number = node;
                    Rows.await("itself", 10, () -> heard.get(number).contains(2_000L + number));
                }
            }
            Rows.await("together", 60, () -> nodes.stream().allMatch(node -> node.members() == 3));
            allHear(nodes, heard, 3_000);
        } finally {
            for (Membership node : nodes) {
                await(node.vertx().close());
                node.close();
            }
        }
    }

    /** Each is heard by all, from some moment on: what a node says while another is still being found is lost, and seen by polling. */
    private static void allHear(List<Membership> nodes, List<Set<Long>> heard, int first) {
        for (int node = 0; node < nodes.size(); node++) {
            Vertx speaker = nodes.get(node).vertx();
            long base = first + 100L * node;
            long[] next = {base};
            Rows.await("node " + node + " is heard by all", 60, () -> {
                long said = next[0]++;
                Addresses.RUN_CHANGED.publish(speaker, said);
                LockSupport.parkNanos(200_000_000);
                return heard.stream().allMatch(ids -> ids.stream().anyMatch(id -> id >= base && id <= said));
            });
        }
    }
}
