package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.TestConfig;
import io.reelbus.bus.Topics;
import io.reelbus.http.ClientAddress;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that comes back stands where it stood, by what it was sent before it was cut and by nothing else. */
class ResumeTest {
    private static final PushConfig CONFIG = TestConfig.push(Map.of(
            "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "100",
            "REELBUS_PUSH_MAX_WAITING_PER_SOCKET", "60"));

    private final Vertx vertx = Vertx.vertx();
    private final Topics topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
    private final FileId id = FileId.random();
    private JobStore jobs;
    private Rooms rooms;
    private Connections connections;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        Promise<Rooms> opened = Promise.promise();
        Await.result(vertx.deployVerticle(
                new RoomsVerticle(jobs, topics, CONFIG, new PushMeters(new SimpleMeterRegistry()), opened)));
        rooms = Await.result(opened.future());
        connections = new Connections(CONFIG, new ClientAddress(List.of()), rooms.meters());
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    /** A connection that writes down what it is sent, and with each event where its client then stands. */
    private final class Connection implements Outlet {
        private final Context context = ((VertxInternal) vertx).createEventLoopContext();
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<String> offsets = new CopyOnWriteArrayList<>();
        volatile boolean full;
        volatile Runnable drained = () -> {};
        final Subscriber subscriber =
                new Subscriber(rooms, connections.enter("192.0.2.1").orElseThrow(), this);

        Connection subscribe(String fileId) {
            context.runOnContext(
                    task -> subscriber.subscribe(new JsonObject().put("fileId", fileId), acknowledged -> {}));
            return this;
        }

        Connection subscribe() {
            return subscribe(id.value());
        }

        Connection unsubscribe() {
            context.runOnContext(
                    task -> subscriber.unsubscribe(new JsonObject().put("fileId", id.value()), acknowledged -> {}));
            return this;
        }

        Connection resume(String offset) {
            Offset parsed = Offset.parse(offset, 100).orElseThrow();
            context.runOnContext(task -> subscriber.resume(parsed, () -> heard.add("back")));
            return this;
        }

        Connection await(String... expected) {
            List<String> all = List.of(expected);
            Await.until(all + " but heard " + heard, () -> heard.size() >= all.size());
            assertEquals(all, heard);
            return this;
        }

        Connection cut() {
            Promise<Void> closed = Promise.promise();
            context.runOnContext(task -> {
                subscriber.close();
                closed.complete();
            });
            Await.result(closed.future());
            return this;
        }

        /** Where the client stands that has had all of it. */
        String offset() {
            return offsets.get(offsets.size() - 1);
        }

        private void hear(String event) {
            offsets.add(subscriber.offset().text());
            heard.add(event);
        }

        @Override
        public Context context() {
            return context;
        }

        @Override
        public void tell(Telling telling) {
            hear(telling.event().substring("processing:".length())
                    + (telling.isOutsideStory() ? "" : " " + telling.seq()));
        }

        @Override
        public void reply(String event, JsonObject data) {
            hear(event + (data.containsKey("known") ? " unknown" : ""));
        }

        @Override
        public void complain(String message, Object cause) {
            hear("error " + message);
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void onDrain(Runnable then) {
            drained = then;
        }

        @Override
        public void end(String reason) {
            heard.add("end " + reason);
        }
    }

    private void accept(FileId file) {
        Await.result(jobs.accept(file, new Upload("a.mp4", "video/mp4", 1, "m", "web"), Priority.DEFAULT));
    }

    private Lease claim() {
        return ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
    }

    private JobEvent.Progress progress(int k) {
        return new JobEvent.Progress(id, Seq.of(2, k), Instant.EPOCH, 1, k, "m", Map.of());
    }

    private JobEvent complete(Lease lease) {
        return Await.result(jobs.complete(lease, "m/1", Map.of(), AttemptReport.NONE))
                .orElseThrow();
    }

    private void roomsAreEmpty() {
        Await.until("rooms are empty", () -> Await.result(rooms.size()) == 0);
    }

    @Test
    void whatItMissedIsToldAndWhatFollowsToo() {
        accept(id);
        Lease lease = claim();
        Connection first = new Connection()
                .subscribe()
                .await("subscribed", "started 2000000")
                .cut();
        Connection second = new Connection().resume(first.offset()).await("back");
        topics.publish(progress(1));
        second.await("back", "progress 2000001").cut();
        complete(lease);
        new Connection().resume(second.offset()).await("progress 2999999", "completed 3000000", "back");
        roomsAreEmpty();
    }

    @Test
    void whereverItIsCutItIsToldTheRestAndNothingTwice() {
        accept(id);
        Lease lease = claim();
        Connection whole = new Connection().subscribe().await("subscribed", "started 2000000");
        topics.publish(complete(lease));
        List<String> all = List.of("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        whole.await(all.toArray(String[]::new));
        for (int cut = 0; cut < all.size(); cut++) {
            List<String> rest = new ArrayList<>(all.subList(cut + 1, all.size()));
            rest.add("back");
            new Connection().resume(whole.offsets.get(cut)).await(rest.toArray(String[]::new));
        }
        roomsAreEmpty();
    }

    @Test
    void whoHasHadTheEndMayAskAgainAndIsToldNothingTwice() {
        accept(id);
        complete(claim());
        Connection first = new Connection().subscribe();
        first.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000")
                .cut();
        Connection second = new Connection().resume(first.offset()).subscribe().await("back", "subscribed");
        assertEquals(first.offset(), second.offset());
        second.unsubscribe().subscribe();
        second.await(
                "back",
                "subscribed",
                "unsubscribed",
                "subscribed",
                "started 2000000",
                "progress 2999999",
                "completed 3000000");
    }

    @Test
    void whatWaitedForASlowReaderIsToldAgain() {
        accept(id);
        Lease lease = claim();
        Connection slow = new Connection().subscribe().await("subscribed", "started 2000000");
        Connection quick = new Connection().subscribe().await("subscribed", "started 2000000");
        slow.full = true;
        topics.publish(complete(lease));
        quick.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        slow.cut();
        new Connection().resume(slow.offset()).await("progress 2999999", "completed 3000000", "back");
    }

    @Test
    void whatWaitsForASlowReaderIsNotCountedInWhatItIsSentMeanwhile() {
        accept(id);
        Lease lease = claim();
        Connection slow = new Connection().subscribe().await("subscribed", "started 2000000");
        Connection quick = new Connection().subscribe().await("subscribed", "started 2000000");
        slow.full = true;
        topics.publish(complete(lease));
        quick.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        slow.subscribe("no-such-file").await("subscribed", "started 2000000", "subscribed unknown");
        assertEquals(slow.offsets.get(1), slow.offset());
        slow.full = false;
        slow.context.runOnContext(task -> slow.drained.run());
        slow.await("subscribed", "started 2000000", "subscribed unknown", "progress 2999999", "completed 3000000");
        assertEquals(quick.offset(), slow.offset());
    }

    @Test
    void aFileThatItWaitsForStillComesToLife() {
        Connection first =
                new Connection().subscribe().await("subscribed unknown").cut();
        Connection second = new Connection().resume(first.offset()).await("back");
        accept(id);
        topics.publishChanged(id, JobState.QUEUED);
        Lease lease = claim();
        topics.publish(lease.started());
        second.await("back", "started 2000000");
    }

    @Test
    void aFileThatWasDeletedMeanwhileHasFailed() {
        accept(id);
        Connection waiting =
                new Connection().subscribe().await("subscribed", "progress").cut();
        roomsAreEmpty();
        claim();
        Connection working = new Connection()
                .subscribe()
                .await("subscribed", "started 2000000")
                .cut();
        Await.result(jobs.end(id, Failure.DELETED.asException()));
        Await.result(jobs.remove(id));
        roomsAreEmpty();
        new Connection().resume(waiting.offset()).await("failed 2000000", "back");
        Connection back = new Connection().resume(working.offset()).await("failed 3000000", "back");
        roomsAreEmpty();
        back.cut();
        new Connection().resume(back.offset()).await("back");
    }

    @Test
    void severalFilesAreToldWhatEachMissed() {
        List<FileId> files = new ArrayList<>();
        Connection first = new Connection();
        for (int i = 0; i < 5; i++) {
            FileId file = FileId.random();
            files.add(file);
            accept(file);
            complete(claim());
            first.subscribe(file.value());
            int all = 4 * (i + 1);
            Await.until("its story", () -> first.heard.size() == all);
        }
        // Of the first two it has had the end, of the third the start, of the others nothing.
        Connection second = new Connection().resume(first.offsets.get(4 + 4 + 1));
        second.await("progress 2999999", "completed 3000000", "back");
        assertEquals(first.offsets.get(4 + 4 + 3), second.offsets.get(1));
    }

    @Test
    void anUnsubscribedFileIsNotResumed() {
        accept(id);
        Connection first = new Connection().subscribe().await("subscribed", "progress");
        first.unsubscribe().await("subscribed", "progress", "unsubscribed").cut();
        assertEquals("1", first.offset());
        new Connection().resume(first.offset()).await("back");
    }

    @Test
    void anOffsetNamesTheLatestOfTheFinishedFilesAndNoIdThatCanNameNone() {
        Connection connection = new Connection().subscribe("no-such-file").await("subscribed unknown");
        assertEquals("1", connection.offset());
        FileId last = id;
        for (int i = 0; i < 25; i++) {
            last = FileId.random();
            accept(last);
            complete(claim());
            connection.subscribe(last.value());
        }
        Await.until("all stories", () -> connection.heard.size() == 1 + 25 * 4);
        List<Offset.Entry> entries =
                Offset.parse(connection.offset(), 100).orElseThrow().entries();
        assertEquals(20, entries.size());
        assertTrue(entries.stream().allMatch(Offset.Entry::over));
        assertEquals(last, entries.get(19).fileId());
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothing() {
        accept(id);
        List<Offset.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(new Offset.Entry(Offset.name(i == 0 ? id : FileId.random()), 0, false));
        }
        Connection connection = new Connection();
        Promise<Void> gone = Promise.promise();
        connection.context.runOnContext(task -> {
            connection.subscriber.resume(new Offset(entries), () -> connection.heard.add("back"));
            connection.subscriber.close();
            gone.complete();
        });
        Await.result(gone.future());
        roomsAreEmpty();
        assertFalse(connection.heard.contains("back"));
    }
}
