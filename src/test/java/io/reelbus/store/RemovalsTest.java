package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private volatile Failure trouble = Failure.UNAVAILABLE;
    private volatile boolean reachable;

    private final Removals removals = new Removals(vertx, this::removal, 10);

    private Future<Void> removal(String address) {
        asked.add(address);
        if (!reachable) {
            return Future.failedFuture(trouble.asException());
        }
        boolean unused = there.remove(address);
        return Future.succeededFuture();
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private void refused(String address) {
        assertThrows(FailureException.class, () -> Await.result(removals.remove(address)));
    }

    @Test
    void whatCouldNotBeRemovedIsRemovedOnceItCanBe() {
        there.addAll(List.of("a", "b"));
        refused("a");
        refused("b");
        Await.until("it is tried again", () -> asked.size() > 4);
        reachable = true;
        Await.until("both are gone", there::isEmpty);
    }

    @Test
    void whatIsRefusedForGoodIsAskedOnce() {
        trouble = Failure.INTERNAL;
        refused("a");
        trouble = Failure.UNAVAILABLE;
        refused("b");
        Await.until("the other is tried again", () -> asked.size() > 4);
        assertEquals(1, asked.stream().filter("a"::equals).count());
    }

    @Test
    void whatIsBegunAnewMeanwhileStays() {
        there.addAll(List.of("a", "b"));
        refused("a");
        refused("b");
        removals.forget("a");
        reachable = true;
        Await.until("the other is gone", () -> !there.contains("b"));
        assertEquals(Set.of("a"), there);
    }
}
