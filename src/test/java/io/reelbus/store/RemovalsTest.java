package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemovalsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private volatile Failure trouble = Failure.UNAVAILABLE;
    private volatile boolean reachable;
    /** What a removal waits for that is under way. */
    private volatile Future<Void> answer = Future.succeededFuture();

    private final Removals removals = new Removals(vertx, this::removal, 10);

    private Future<Void> removal(String address) {
        asked.add(address);
        if (!reachable) {
            return Future.failedFuture(trouble.asException());
        }
        return answer.onSuccess(done -> {
            boolean unused = there.remove(address);
        });
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

    @Test
    void whoBeginsAnewWaitsForTheRemovalThatIsUnderWay() {
        reachable = true;
        Promise<Void> slow = Promise.promise();
        answer = slow.future();
        there.add("a");
        Future<Void> removed = removals.remove("a");
        Future<Void> begun = removals.forget("a").map(free -> {
            boolean unused = there.add("a");
            return null;
        });
        assertTrue(removals.forget("b").isComplete());
        assertFalse(begun.isComplete());
        slow.complete();
        Await.result(removed);
        Await.result(begun);
        assertEquals(Set.of("a"), there);
    }

    /** Whether it would be tried again or not. */
    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "UNAVAILABLE"})
    void aRemovalThatFailsKeepsNobodyFromBeginning(Failure why) {
        reachable = true;
        Promise<Void> slow = Promise.promise();
        answer = slow.future();
        there.add("a");
        Future<Void> removed = removals.remove("a");
        Future<Void> begun = removals.forget("a");
        slow.fail(why.asException());
        Await.result(begun);
        assertThrows(FailureException.class, () -> Await.result(removed));
        answer = Future.succeededFuture();
        awaitAnotherTryOf("b");
        assertEquals(Set.of("a"), there);
    }

    @Test
    void whatIsToBeRemovedOnceIsNotTriedAgain() {
        there.add("a");
        assertThrows(FailureException.class, () -> Await.result(removals.removeOnce("a")));
        awaitAnotherTryOf("b");
        assertEquals(Set.of("a"), there);
    }

    /** What else was to be tried again has been by then. */
    private void awaitAnotherTryOf(String address) {
        reachable = false;
        trouble = Failure.UNAVAILABLE;
        there.add(address);
        refused(address);
        reachable = true;
        Await.until("it is tried again", () -> !there.contains(address));
    }

    @Test
    void twoRemovalsOfOneAddressAreOne() {
        reachable = true;
        Promise<Void> slow = Promise.promise();
        answer = slow.future();
        Future<Void> first = removals.remove("a");
        Future<Void> second = removals.remove("a");
        slow.complete();
        Await.result(first);
        Await.result(second);
        assertEquals(List.of("a"), List.copyOf(asked));
        Await.result(removals.remove("a"));
        assertEquals(List.of("a", "a"), List.copyOf(asked));
    }

    @Test
    void whoAskedIsToldOnItsOwnContext() {
        reachable = true;
        Promise<Void> slow = Promise.promise();
        answer = slow.future();
        Future<Void> unused = removals.remove("a");
        Context asking = vertx.getOrCreateContext();
        Promise<Context> told = Promise.promise();
        asking.runOnContext(run -> removals.forget("a").onComplete(free -> told.complete(Vertx.currentContext())));
        Promise<Void> asked = Promise.promise();
        asking.runOnContext(run -> asked.complete());
        Await.result(asked.future());
        slow.complete();
        assertEquals(asking, Await.result(told.future()));
    }
}
