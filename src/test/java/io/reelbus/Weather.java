package io.reelbus;

import io.reelbus.Cluster.Member;
import io.reelbus.Forwarder.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bad weather over a cluster and over the ways to it: connections are cut and nodes are killed, at random. */
final class Weather {
    private static final int MOST_PAUSE_MS = 500;
    private static final int MOST_SILENCE_MS = 1_000;

    private final Cluster cluster;
    private final List<Forwarder> ways;
    private final Random random;
    private CompletableFuture<Void> recovery = CompletableFuture.completedFuture(null);
    private int cuts;
    private int kills;

    /** {@code ways} lead the clients to the cluster's members. */
    Weather(Cluster cluster, List<Forwarder> ways, Random random) {
        this.cluster = cluster;
        this.ways = ways;
        this.random = random;
    }

    /** So many connections are cut and nodes are killed, about one node of twenty blows; then all nodes run again. */
    void strike(int blows) throws Exception {
        while (cuts + kills < blows) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_PAUSE_MS)));
            if (recovery.isDone() && random.nextInt(20) == 0) {
                recovery.join();
                kill(cluster.members().get(random.nextInt(cluster.members().size())));
            } else {
                cut();
            }
        }
        recovery.get(1, TimeUnit.MINUTES);
    }

    /** One at a time: what two nodes knew of the bus in common would be lost with both. */
    private void kill(Member member) throws Exception {
        member.kill();
        kills++;
        long down = TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_SILENCE_MS));
        recovery = CompletableFuture.runAsync(() -> {
            LockSupport.parkNanos(down);
            try {
                member.start();
                member.awaitReady();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Cuts a connection at once, or has it swallow for a while what is sent by both sides, and then cuts it. */
    private void cut() {
        Forwarder way = ways.get(random.nextInt(ways.size()));
        Optional<Connection> found = way.connections().stream()
                .skip(random.nextInt(Math.max(1, way.connections().size())))
                .findFirst();
        found.ifPresent(connection -> {
            cuts++;
            if (random.nextBoolean()) {
                connection.swallow();
                CompletableFuture.delayedExecutor(random.nextInt(MOST_SILENCE_MS), TimeUnit.MILLISECONDS)
                        .execute(connection::cut);
            } else {
                connection.cut();
            }
        });
    }

    @Override
    public String toString() {
        return cuts + " cuts and " + kills + " kills";
    }
}
