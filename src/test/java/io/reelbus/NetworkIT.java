package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.reelbus.store.Postgres;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that fail without a word: between the nodes of a cluster, and between a node and its client. */
@Tag("long")
class NetworkIT {
    private static final long UP_TO_DATE_MS = 10_000;
    private static final int IDLE_SECONDS = 60;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() {
        for (Path made : List.of(Clips.sixSeconds(), Clips.tenSeconds())) {
            assertTrue(Files.exists(made));
        }
    }

    /** Each side still reaches the database. */
    @Test
    @Concurrent
    void eachSideIsToldAllByTheStoreAndAfterTheHealByTheBusAgain() throws Exception {
        String database = Postgres.database();
        String[] server =
                database.replaceAll("jdbc:postgresql://([^/]+)/.*", "$1").split(":");
        try (Network network = new Network(2);
                Forwarder postgres = new Forwarder(
                        network.gateway(), List.of(new InetSocketAddress(server[0], Integer.parseInt(server[1]))));
                Cluster cluster = Cluster.at(
                        folder,
                        List.of(network.host(1), network.host(2), network.host(2)),
                        database.replace(server[0] + ":" + server[1], network.gateway() + ":" + postgres.port()))) {
            Map<String, String> paced = Map.of("REELBUS_TRANSCODE_FFMPEG", PacedFfmpeg.path());
            Member lone = cluster.add(network.on(1), paced);
            var unused = cluster.add(network.on(2), paced);
            unused = cluster.add(network.on(2), paced);
            var ready = cluster.ready();

            String cutInTheMiddle = upload(lone, Clips.sixSeconds());
            List<Watcher> middle = watch(cluster, cutInTheMiddle);
            for (Watcher watcher : middle) {
                watcher.await("progress", Told.progress(5));
            }
            network.cut();
            long cutAt = System.nanoTime();
            assertToldByTheStore(cutInTheMiddle, middle);

            String ofTheLone = upload(lone, Clips.sixSeconds());
            assertToldByTheStore(ofTheLone, watch(cluster, ofTheLone));
            // Its work goes on until the two sides are one again.
            String ofTheOthers = upload(cluster.member(2), Clips.tenSeconds());
            List<Watcher> atTheHeal = watch(cluster, ofTheOthers);
            lone.awaitClusterSize(1);
            cluster.others(lone).forEach(member -> member.awaitClusterSize(2));
            Await.until("20 s have passed", () -> System.nanoTime() - cutAt > TimeUnit.SECONDS.toNanos(20));
            String waiting = upload(lone, Clips.tenSeconds());
            List<Watcher> overTheHeal = watch(cluster, waiting);
            network.heal();
            long healedAt = System.nanoTime();
            cluster.members().forEach(member -> member.awaitClusterSize(3));
            System.out.println("one cluster " + millisSince(healedAt) + " ms after the heal");
            assertToldByTheStore(ofTheOthers, atTheHeal);
            assertToldByTheStore(waiting, overTheHeal);

            List<String> all = new ArrayList<>(List.of(cutInTheMiddle, ofTheLone, ofTheOthers, waiting));
            Await.until("the bus carries what happens on one side to the other", () -> {
                String fresh = upload(cluster.member(2), Clips.sixSeconds());
                all.add(fresh);
                return watch(cluster, fresh).stream()
                        .allMatch(watcher -> told(watcher, fresh).story().size() > 20);
            });
            System.out.println(
                    "one bus " + millisSince(healedAt) + " ms after the heal, with " + (all.size() - 4) + " uploads");
            for (Watcher watcher : middle) {
                told(watcher, cutInTheMiddle).assertWhole();
            }
            cluster.assertNothingLeft(all.toArray(String[]::new));
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static String upload(Member member, Path clip) throws Exception {
        return Web.upload(member, Files.readAllBytes(clip));
    }

    private static List<Watcher> watch(Cluster cluster, String fileId) throws Exception {
        List<Watcher> watchers = new ArrayList<>();
        for (Member member : cluster.members()) {
            watchers.add(Watcher.of(member, fileId));
        }
        return watchers;
    }

    private static Told told(Watcher watcher, String fileId) {
        return Told.of(watcher.await("the end", Told::isEnd).lines(), fileId).assertWhole();
    }

    /** The first who is told the end is followed by all others. */
    private static void assertToldByTheStore(String fileId, List<Watcher> watchers) {
        Await.until("somebody is told the end", () -> watchers.stream().anyMatch(NetworkIT::isOver));
        Await.within(
                "all are told the end", UP_TO_DATE_MS, () -> watchers.stream().allMatch(NetworkIT::isOver));
        List<Told> told =
                watchers.stream().map(watcher -> told(watcher, fileId)).toList();
        told.forEach(each -> assertEquals(told.get(0).lifecycle(), each.lifecycle()));
        assertTrue(told.get(0).attempts().size() == 1, "the work went on: " + told.get(0));
    }

    private static boolean isOver(Watcher watcher) {
        return watcher.lines().stream().anyMatch(Told::isEnd);
    }

    /** Its cable is pulled: it says no good-bye, and what it is sent is lost without a word. */
    @Test
    @Concurrent
    void aStreamWhoseClientHasVanishedIsClosedThoughHeartbeatsAreSent() throws Exception {
        try (Network network = new Network(1)) {
            Program node = Program.start(
                    folder,
                    folder.resolve("log"),
                    List.of(),
                    Map.of(
                            "HOST", network.gateway(),
                            "PORT", "0",
                            "REELBUS_DATA", folder.resolve("data").toString(),
                            "REELBUS_PUSH_PING_INTERVAL_MS", "1000",
                            "REELBUS_HTTP_IDLE_SECONDS", Integer.toString(IDLE_SECONDS)));
            try {
                URI root = URI.create("http://" + network.gateway() + ":" + node.port());
                Reachable reachable = path -> root.resolve(path);
                List<String> command = new ArrayList<>(network.on(1));
                command.addAll(List.of("curl", "-sN", root + "/api/videos/" + UUID.randomUUID() + "/events"));
                Process client = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                Await.until("it watches", () -> streams(reachable) == 1);
                network.unplug(1);
                Await.within("it is given up", 2_000L * IDLE_SECONDS, () -> streams(reachable) == 0);
                client.destroyForcibly();
            } finally {
                node.kill();
            }
        }
    }

    private static double streams(Reachable node) throws Exception {
        return Scrape.of(node).value("reelbus_sockets{transport=sse}");
    }
}
