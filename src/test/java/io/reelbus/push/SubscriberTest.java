package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Concurrent;
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
import io.reelbus.store.UploadStore;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriberTest {
    private static final PushConfig CONFIG = TestConfig.push(Map.of(
            "REELBUS_PUSH_WAIT_SECONDS", "1",
            "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "2"));

    private final Vertx vertx = Vertx.vertx();
    private final Topics topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
    private final FileId id = FileId.random();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private JobStore jobs;
    private Rooms rooms;
    private Connections connections;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        Promise<Rooms> opened = Promise.promise();
        Await.result(vertx.deployVerticle(new RoomsVerticle(jobs, topics, CONFIG, new PushMeters(registry), opened)));
        rooms = Await.result(opened.future());
        connections = new Connections(CONFIG, new ClientAddress(List.of()), rooms.meters());
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    /** A socket that writes down what it is sent: {@code name} or {@code name seq}. */
    private final class Recorded implements Outlet {
        private final Context context;
        final List<String> heard = new CopyOnWriteArrayList<>();
        volatile boolean full;
        volatile boolean broken;
        /** The position of an event that it cannot send. */
        volatile long refused = -1;

        volatile Runnable drained = () -> {};
        final Place place = connections.enter("192.0.2.1").orElseThrow();
        final Subscriber subscriber = new Subscriber(rooms, place, this);

        Recorded() {
            this(((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext());
        }

        Recorded(Context context) {
            this.context = context;
        }

        void subscribe(JsonObject payload) {
            context.runOnContext(task -> subscriber.subscribe(payload, acknowledged -> {}));
        }

        Recorded subscribe() {
            subscribe(new JsonObject().put("fileId", id.value()));
            return this;
        }

        void unsubscribe() {
            context.runOnContext(
                    task -> subscriber.unsubscribe(new JsonObject().put("fileId", id.value()), acknowledged -> {}));
        }

        void await(String... expected) {
            List<String> all = List.of(expected);
            Await.until(all + " but heard " + heard, () -> heard.size() >= all.size());
            assertEquals(all, heard);
        }

        @Override
        public Context context() {
            return context;
        }

        @Override
        public void tell(Telling telling) {
            if (telling.seq() == refused) {
                throw new OutOfMemoryError("no memory for this event");
            }
            Object place = new JsonObject(telling.json())
                    .getJsonObject("metadata", new JsonObject())
                    .getValue("position");
            if (telling.isUpload()) {
                heard.add("received " + new JsonObject(telling.json()).getLong("received"));
                return;
            }
            heard.add(telling.event().substring("processing:".length()) + " " + telling.seq()
                    + (place == null ? "" : " place " + place));
        }

        @Override
        public void reply(String event, JsonObject data) {
            heard.add(event + (data.containsKey("known") ? " unknown" : ""));
        }

        @Override
        public void complain(String message, Object cause) {
            heard.add("error " + message);
        }

        @Override
        public void over(String fileId) {
            heard.add("over");
        }

        @Override
        public boolean isFull() {
            if (broken) {
                throw new IllegalStateException("closed");
            }
            return full;
        }

        @Override
        public void end(String reason) {
            heard.add("end " + reason);
        }

        @Override
        public void onDrain(Runnable then) {
            drained = then;
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

    /** Another waits here for the file, so there is a room; it hears of the file at its next beat alone. */
    @Test
    @Concurrent
    void whoHasHadAFileElsewhereIsNotToldThatItWasDeletedByARoomThatHasNotHeardOfIt() {
        new Recorded().subscribe().await("subscribed unknown");
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"), Priority.DEFAULT));
        Await.result(jobs.claim("worker", Set.of("web")));
        Recorded returned = new Recorded();
        returned.subscribe(new JsonObject().put("fileId", id.value()).put("after", Seq.ofEntry(1)));
        returned.await("subscribed", "started 2000000");
    }

    /** So that a wait for the file does not end. */
    private UploadStore beginUpload() {
        UploadStore uploads = new UploadStore(jobs, 30, 3_600, 10);
        Await.result(uploads.begin(id, id + "/original", OptionalLong.of(100), "", false, "web"));
        return uploads;
    }

    private Recorded withUpload() {
        Recorded socket = new Recorded();
        socket.subscribe(new JsonObject().put("fileId", id.value()).put("upload", true));
        return socket;
    }

    /** Publishes it until it has been heard: a registration takes its time, and what is said before is lost. */
    private void receive(long bytes, Recorded listener) {
        Await.until(bytes + " are heard of", () -> {
            topics.publishReceived(id, bytes, OptionalLong.of(100));
            return listener.heard.contains("received " + bytes);
        });
    }

    @Test
    @Concurrent
    void whoAskedForItIsToldHowMuchHasComeAndNobodyElse() {
        UploadStore unused = beginUpload();
        Recorded seed = new Recorded().subscribe();
        Recorded curious = withUpload();
        seed.await("subscribed unknown");
        receive(50, curious);
        Recorded late = new Recorded().subscribe();
        late.await("subscribed unknown");
        late.subscribe(new JsonObject().put("fileId", id.value()).put("upload", true));
        receive(70, late);
        accept(id);
        claim();
        Await.until("the story begins", () -> curious.heard.contains("started 2000000"));
        topics.publishReceived(id, 99, OptionalLong.of(100));
        seed.await("subscribed unknown", "started 2000000");
        Await.until("nobody listens to it any more", () -> {
            topics.publishReceived(id, 100, OptionalLong.of(100));
            return !curious.heard.contains("received 100") && Await.result(rooms.size()) == 1;
        });
        assertEquals(
                List.of("subscribed unknown", "received 50", "received 70", "started 2000000"),
                curious.heard.stream().distinct().toList());
    }

    @Test
    @Concurrent
    void anUploadThatIsAskedForWithSomethingElseThanTrueOrFalseIsComplainedOf() {
        Recorded socket = new Recorded();
        socket.subscribe(new JsonObject().put("fileId", id.value()).put("upload", "yes"));
        Await.until("complained", () -> socket.heard.size() == 1);
        assertTrue(socket.heard.get(0).contains("upload must be true or false"), socket.heard::toString);
    }

    @Test
    @Concurrent
    void aWaitForAFileThatIsBeingUploadedDoesNotEnd() {
        UploadStore uploads = beginUpload();
        Recorded other = new Recorded();
        other.subscribe(new JsonObject().put("fileId", FileId.random().value()));
        Recorded socket = new Recorded().subscribe();
        other.await("subscribed unknown", "unsubscribed");
        Await.result(uploads.accept(
                Await.result(uploads.hold(id)),
                new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"),
                Priority.DEFAULT));
        topics.publishChanged(id, JobState.QUEUED);
        claim();
        Await.until("the file comes to life", () -> socket.heard.contains("started 2000000"));
        socket.await("subscribed unknown", "started 2000000");
    }

    @Test
    @Concurrent
    void theStorySoFarFollowsTheAnswerAndThenWhatHappens() {
        accept(id);
        Lease lease = claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        topics.publish(progress(1));
        topics.publish(complete(lease));
        socket.await("subscribed", "started 2000000", "progress 2000001", "progress 2999999", "completed 3000000");
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void aFinishedStoryIsToldFromTheStoreAndLeavesNoRoom() {
        accept(id);
        complete(claim());
        new Recorded().subscribe().await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void aSecondSubscribeIsAnsweredAndTellsNothingTwice() {
        accept(id);
        complete(claim());
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        socket.subscribe();
        socket.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000", "subscribed");
    }

    @Test
    @Concurrent
    void afterAnUnsubscribeASubscribeTellsAllAgain() {
        accept(id);
        claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        socket.unsubscribe();
        socket.await("subscribed", "started 2000000", "unsubscribed");
        roomsAreEmpty();
        socket.subscribe();
        socket.await("subscribed", "started 2000000", "unsubscribed", "subscribed", "started 2000000");
    }

    @Test
    @Concurrent
    void afterResumesBehindThatPosition() {
        accept(id);
        complete(claim());
        Recorded socket = new Recorded();
        socket.subscribe(new JsonObject().put("fileId", id.value()).put("after", 2_000_000));
        socket.await("subscribed", "progress 2999999", "completed 3000000");
    }

    @Test
    @Concurrent
    void whoHasHadTheEndIsToldThatItIsOverAndNothingElse() {
        accept(id);
        complete(claim());
        Recorded socket = new Recorded();
        socket.subscribe(new JsonObject().put("fileId", id.value()).put("after", 3_000_000));
        socket.await("subscribed", "over");
    }

    @Test
    @Concurrent
    void whoSaysToHaveHadMoreThanThereIsIsToldWhenItIsOver() {
        accept(id);
        Lease lease = claim();
        Recorded socket = new Recorded();
        socket.subscribe(new JsonObject().put("fileId", id.value()).put("after", 9_000_000));
        socket.await("subscribed");
        topics.publish(complete(lease));
        socket.await("subscribed", "over");
    }

    @Test
    @Concurrent
    void aFileThatDoesNotExistYetComesToLife() {
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed unknown");
        accept(id);
        topics.publishChanged(id, JobState.QUEUED);
        Lease lease = claim();
        topics.publish(lease.started());
        socket.await("subscribed unknown", "started 2000000");
    }

    @Test
    @Concurrent
    void aWaitThatIsInVainEnds() {
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed unknown", "unsubscribed");
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void aLostEventIsHealedFromTheJournal() {
        accept(id);
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed");
        Lease lease = claim();
        topics.publish(complete(lease));
        socket.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
    }

    @Test
    @Concurrent
    void aLostEndIsHealedAfterASilence() {
        accept(id);
        Lease lease = claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        complete(lease);
        socket.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
    }

    @Test
    @Concurrent
    void aLostBeginningAndALostProgressAreHealedByTheBeat() {
        accept(id);
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed");
        Lease lease = claim();
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress(7)))));
        Await.until("both are healed " + socket.heard, () -> socket.heard.contains("progress 2000007"));
        assertEquals("started 2000000", socket.heard.get(socket.heard.size() - 2));
    }

    @Test
    @Concurrent
    void aWaitingFileIsToldItsPlaceWheneverThatChangesAndNothingTwice() {
        FileId first = FileId.random();
        accept(first);
        long then = System.currentTimeMillis();
        Await.until("the clock has moved on", () -> System.currentTimeMillis() > then);
        accept(id);
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "progress 0 place 2");
        new Recorded().subscribe().await("subscribed", "progress 0 place 2");
        assertEquals(first, claim().fileId());
        socket.await("subscribed", "progress 0 place 2", "progress 0 place 1");
        assertEquals(id, claim().fileId());
        socket.await("subscribed", "progress 0 place 2", "progress 0 place 1", "started 2000000");
    }

    @Test
    @Concurrent
    void aSecondAttemptThatWaitsIsNotToldAPlace() {
        accept(id);
        Lease lease = claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        assertTrue(Await.result(jobs.release(lease, AttemptReport.NONE)));
        // Two beats of the rooms pass while another file is told its own place twice.
        FileId other = FileId.random();
        accept(other);
        Recorded neighbour = new Recorded();
        neighbour.subscribe(new JsonObject().put("fileId", other.value()));
        neighbour.await("subscribed", "progress 0 place 2");
        Await.result(jobs.remove(id));
        neighbour.await("subscribed", "progress 0 place 2", "progress 0 place 1");
        socket.await("subscribed", "started 2000000", "failed 3000000");
    }

    @Test
    @Concurrent
    void aDeletionWhoseEventWasLostIsStillTheEnd() {
        accept(id);
        claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        Await.result(jobs.end(id, Failure.DELETED.asException()));
        Await.result(jobs.remove(id));
        topics.publishChanged(id, JobState.FAILED);
        socket.await("subscribed", "started 2000000", "failed 3000000");
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void aVideoThatComesAtOnceUnderTheIdOfADeletedOneIsToldFromItsBeginning() {
        accept(id);
        claim();
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed", "started 2000000");
        // The bus loses all that is said of this.
        Await.result(jobs.end(id, Failure.DELETED.asException()));
        Await.result(jobs.remove(id));
        accept(id);
        Lease lease = claim();
        topics.publishChanged(id, JobState.QUEUED);
        socket.await("subscribed", "started 2000000", "failed 3000000");
        Recorded returned = new Recorded();
        returned.subscribe(new JsonObject().put("fileId", id.value()).put("after", Seq.of(2, 40)));
        returned.await("subscribed", "started 5000000");
        Recorded another = new Recorded().subscribe();
        another.await("subscribed", "started 5000000");
        // By a worker that has not heard yet that its video was deleted.
        topics.publish(progress(41));
        topics.publish(complete(lease));
        returned.await("subscribed", "started 5000000", "progress 5999999", "completed 6000000");
        another.await("subscribed", "started 5000000", "progress 5999999", "completed 6000000");
        socket.await("subscribed", "started 2000000", "failed 3000000");
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void socketsOnSeveralEventLoopsHearTheSame() {
        accept(id);
        Lease lease = claim();
        List<Recorded> sockets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sockets.add(new Recorded().subscribe());
        }
        sockets.forEach(socket -> socket.await("subscribed", "started 2000000"));
        for (int k = 1; k <= 50; k++) {
            topics.publish(progress(k));
        }
        topics.publish(complete(lease));
        sockets.forEach(socket -> Await.until("the end", () -> socket.heard.contains("completed 3000000")));
        assertEquals(54, sockets.get(0).heard.size());
        sockets.forEach(socket -> assertEquals(sockets.get(0).heard, socket.heard));
    }

    @Test
    @Concurrent
    void aSocketThatThrowsCostsTheOthersNothing() {
        accept(id);
        Lease lease = claim();
        Recorded broken = new Recorded();
        Recorded neighbour = new Recorded(broken.context);
        broken.subscribe();
        broken.await("subscribed", "started 2000000");
        neighbour.subscribe().await("subscribed", "started 2000000");
        broken.broken = true;
        topics.publish(complete(lease));
        neighbour.await("subscribed", "started 2000000", "progress 2999999", "completed 3000000");
        broken.await("subscribed", "started 2000000", "end the server has failed");
    }

    /** An event that was not handed over is not counted as had, and nothing is told behind the gap. */
    @Test
    @Concurrent
    void whereAnEventCannotBeToldTheConnectionEndsOnceAndWhoComesBackIsToldIt() {
        accept(id);
        Lease lease = claim();
        Recorded first = new Recorded();
        first.refused = Seq.of(2, 1);
        Recorded other = new Recorded(first.context).subscribe();
        first.subscribe().await("subscribed", "started 2000000");
        other.await("subscribed", "started 2000000");
        topics.publish(progress(1));
        topics.publish(progress(2));
        topics.publish(complete(lease));
        other.await(
                "subscribed",
                "started 2000000",
                "progress 2000001",
                "progress 2000002",
                "progress 2999999",
                "completed 3000000");
        first.await("subscribed", "started 2000000", "end the server has failed");
        first.context.runOnContext(task -> first.subscriber.close());
        Recorded again = new Recorded();
        again.subscribe(new JsonObject().put("fileId", id.value()).put("after", 2_000_000));
        again.await("subscribed", "progress 2999999", "completed 3000000");
        again.context.runOnContext(task -> again.subscriber.close());
        other.context.runOnContext(task -> other.subscriber.close());
        roomsAreEmpty();
    }

    @Test
    @Concurrent
    void soItIsWhereWhatHasWaitedCannotBeTold() {
        accept(id);
        Lease lease = claim();
        Recorded slow = new Recorded().subscribe();
        slow.await("subscribed", "started 2000000");
        Recorded quick = new Recorded(slow.context).subscribe();
        quick.await("subscribed", "started 2000000");
        slow.full = true;
        topics.publish(progress(1));
        topics.publish(complete(lease));
        Await.until("the end", () -> quick.heard.contains("completed 3000000"));
        slow.refused = Seq.justBefore(Seq.ofEntry(3));
        slow.full = false;
        slow.context.runOnContext(task -> slow.drained.run());
        slow.await("subscribed", "started 2000000", "progress 2000001", "end the server has failed");
    }

    @Test
    @Concurrent
    void aFullSocketGetsTheLatestProgressAndAllOfTheLifecycle() {
        accept(id);
        Lease lease = claim();
        Recorded slow = new Recorded().subscribe();
        Recorded quick = new Recorded().subscribe();
        slow.await("subscribed", "started 2000000");
        quick.await("subscribed", "started 2000000");
        slow.full = true;
        for (int k = 1; k <= 20; k++) {
            topics.publish(progress(k));
        }
        topics.publish(complete(lease));
        Await.until("the end", () -> quick.heard.contains("completed 3000000"));
        Promise<Void> passed = Promise.promise();
        slow.context.runOnContext(task -> passed.complete());
        Await.result(passed.future());
        slow.full = false;
        slow.context.runOnContext(task -> slow.drained.run());
        slow.await("subscribed", "started 2000000", "progress 2000020", "progress 2999999", "completed 3000000");
    }

    @Test
    @Concurrent
    void aClosedSocketLeavesNoRoom() {
        accept(id);
        Recorded socket = new Recorded().subscribe();
        socket.await("subscribed");
        assertEquals(1, Await.result(rooms.size()));
        socket.context.runOnContext(task -> socket.subscriber.close());
        roomsAreEmpty();
    }

    /** Watching, waiting, asking twice, leaving and closing in any order, also while an answer is on its way. */
    @Test
    @Concurrent
    void thousandsOfSubscriptionsAndSocketsLeaveNothingBehind() {
        Random random = new Random(7);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FileId file = FileId.random();
            files.add(file.value());
            if (i % 2 == 0) {
                accept(file);
            }
        }
        List<Recorded> sockets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Recorded socket = new Recorded();
            sockets.add(socket);
            socket.full = random.nextInt(4) == 0;
            for (int step = 0; step < 20; step++) {
                JsonObject payload = new JsonObject().put("fileId", files.get(random.nextInt(files.size())));
                boolean subscribes = random.nextInt(3) > 0;
                socket.context.runOnContext(task -> {
                    if (subscribes) {
                        socket.subscriber.subscribe(payload, acknowledged -> {});
                    } else {
                        socket.subscriber.unsubscribe(payload, acknowledged -> {});
                    }
                });
            }
        }
        Collections.shuffle(sockets, random);
        for (Recorded socket : sockets) {
            socket.context.runOnContext(task -> {
                socket.subscriber.close();
                socket.place.close();
            });
        }
        roomsAreEmpty();
        Await.until("nobody is here", () -> connections.addresses() == 0);
        assertEquals(0, connections.waiting());
        assertEquals(0, rooms.slowReaders().size());
        assertEquals(0, registry.get("reelbus.outbox").gauge().value());
        assertEquals(0, registry.get("reelbus.watched.files").gauge().value());
    }

    @Test
    @Concurrent
    void finishedStoriesMakeRoomForOthers() {
        Recorded socket = new Recorded();
        for (int i = 1; i <= 5; i++) {
            FileId file = FileId.random();
            accept(file);
            complete(claim());
            socket.subscribe(new JsonObject().put("fileId", file.value()));
            int all = 4 * i;
            Await.until("the end", () -> socket.heard.size() >= all);
        }
        assertTrue(socket.heard.stream().noneMatch(each -> each.startsWith("error")), socket.heard.toString());
    }
}
