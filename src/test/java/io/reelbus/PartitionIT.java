package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.reelbus.store.Postgres;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that falls apart between the nodes of a cluster while each side still reaches the database, and heals. */
@Tag("long")
class PartitionIT {
    private static final long UP_TO_DATE_MS = 10_000;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() {
        var unused = Clips.fullHd();
    }

    @Test
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
            Member lone = cluster.add(network.on(1), Map.of());
            var unused = cluster.add(network.on(2), Map.of());
            unused = cluster.add(network.on(2), Map.of());
            var ready = cluster.ready();

            String cutInTheMiddle = upload(lone);
            List<Watcher> middle = watch(cluster, cutInTheMiddle);
            for (Watcher watcher : middle) {
                watcher.await("progress", Told.progress(5));
            }
            network.cut();
            long cutAt = System.nanoTime();
            assertToldByTheStore(cutInTheMiddle, middle);

            String ofTheLone = upload(lone);
            assertToldByTheStore(ofTheLone, watch(cluster, ofTheLone));
            String ofTheOthers = upload(cluster.member(2));
            List<Watcher> atTheHeal = watch(cluster, ofTheOthers);
            lone.awaitClusterSize(1);
            cluster.others(lone).forEach(member -> member.awaitClusterSize(2));
            Await.until("20 s have passed", () -> System.nanoTime() - cutAt > TimeUnit.SECONDS.toNanos(20));
            String waiting = upload(lone);
            List<Watcher> overTheHeal = watch(cluster, waiting);
            network.heal();
            long healedAt = System.nanoTime();
            cluster.members().forEach(member -> member.awaitClusterSize(3));
            System.out.println("one cluster " + millisSince(healedAt) + " ms after the heal");
            assertToldByTheStore(ofTheOthers, atTheHeal);
            assertToldByTheStore(waiting, overTheHeal);

            List<String> all = new ArrayList<>(List.of(cutInTheMiddle, ofTheLone, ofTheOthers, waiting));
            Await.until("the bus carries what happens on one side to the other", () -> {
                String fresh = upload(cluster.member(2));
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

    private static String upload(Member member) throws Exception {
        return Web.upload(member, Files.readAllBytes(Clips.fullHd()));
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
        Await.until("somebody is told the end", () -> watchers.stream().anyMatch(PartitionIT::isOver));
        Await.within(
                "all are told the end", UP_TO_DATE_MS, () -> watchers.stream().allMatch(PartitionIT::isOver));
        List<Told> told =
                watchers.stream().map(watcher -> told(watcher, fileId)).toList();
        told.forEach(each -> assertEquals(told.get(0).lifecycle(), each.lifecycle()));
        assertTrue(told.get(0).attempts().size() == 1, "the work went on: " + told.get(0));
    }

    private static boolean isOver(Watcher watcher) {
        return watcher.lines().stream().anyMatch(Told::isEnd);
    }
}
