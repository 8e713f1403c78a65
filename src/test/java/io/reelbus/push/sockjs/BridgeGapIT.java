package io.reelbus.push.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.TestConfig;
import io.reelbus.bus.Topics;
import io.reelbus.http.ClientAddress;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.push.Connections;
import io.reelbus.push.PushConfig;
import io.reelbus.push.PushMeters;
import io.reelbus.push.Rooms;
import io.reelbus.push.RoomsVerticle;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hand-over from the story so far to what follows, while a worker publishes without a pause. */
@Timeout(180)
class BridgeGapIT {
    private static final int CLIENTS = 4;
    private static final int REGISTRATIONS = 75;

    /** How many events each registration hears at least after the answer to its request. */
    private static final int EVENTS = 20;

    /** So far may the publisher be ahead of whoever hears: a slow reader rightly gets the latest progress alone. */
    private static final int AHEAD = 10;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong published = new AtomicLong();
    private final Map<Thread, AtomicLong> settled = new ConcurrentHashMap<>();
    private JobStore jobs;
    private Topics topics;
    private int port;

    @BeforeEach
    void start(@TempDir Path folder) {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 8, "", 30, 3, 5), folder));
        var registry = new SimpleMeterRegistry();
        topics = new Topics(vertx.eventBus(), registry);
        PushConfig config = TestConfig.push(Map.of());
        Promise<Rooms> opened = Promise.promise();
        PushMeters meters = new PushMeters(registry);
        Await.result(vertx.deployVerticle(new RoomsVerticle(jobs, topics, config, meters, opened)));
        Rooms rooms = Await.result(opened.future());
        Connections connections = new Connections(config, new ClientAddress(List.of()), meters);
        Router router = Router.router(vertx);
        new SockJsRoutes(vertx, "/eventbus", SockJsSockets.ofBridge(vertx, rooms, config, connections), List.of())
                .mount(router);
        port = Await.result(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void stop() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private FileId begin() {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, "media", "web"), 5));
        Claim claim = Await.result(jobs.claim("worker", Set.of("web")));
        assertTrue(claim instanceof Claim.Held, claim::toString);
        return id;
    }

    private void publish(FileId id, AtomicBoolean enough) {
        while (!enough.get()) {
            int k = (int) published.incrementAndGet();
            topics.publish(new JobEvent.Progress(id, Seq.of(2, k), Instant.now(), 1, 50, "Transcoding", Map.of()));
            LockSupport.parkNanos(100_000);
            while (!enough.get() && settled.values().stream().anyMatch(heard -> heard.get() < Seq.of(2, k) - AHEAD)) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    /** Registers again and again, each time asks for the story, and checks what both ways brought. */
    private List<Integer> register(FileId id) {
        List<Integer> overlaps = new ArrayList<>();
        String address = "processing." + id;
        for (int i = 0; i < REGISTRATIONS; i++) {
            AtomicLong heard = new AtomicLong();
            try (BusClient client =
                    new BusClient(vertx, port, message -> seq(message).forEach(heard::set))) {
                client.register(id, 0);
                client.ask(new JsonObject().put("fileId", id.value()), "story");
                JsonArray story = client.await("story").getJsonObject("body").getJsonArray("events");
                settled.put(Thread.currentThread(), heard);
                long last = story.getJsonObject(story.size() - 1)
                        .getJsonObject("data")
                        .getLong("seq");
                Await.until("it hears what follows", () -> heard.get() >= last + EVENTS);
                settled.remove(Thread.currentThread());
                List<Long> live =
                        client.at(address).stream().flatMap(BridgeGapIT::seq).toList();
                List<Long> told = frames(story)
                        .map(frame -> frame.getJsonObject("data").getLong("seq"))
                        .toList();
                assertEquals(live.stream().sorted().distinct().toList(), live, "in order and once");
                overlaps.add(assertNoGap(told, live));
            }
        }
        return overlaps;
    }

    /** All progress from the first that was told, by whichever way, to the last; returns how many came by both. */
    private static int assertNoGap(List<Long> told, List<Long> live) {
        TreeSet<Long> merged = new TreeSet<>(told);
        merged.addAll(live);
        long start = Seq.ofEntry(2);
        assertEquals(start, merged.first(), "the story begins with the start");
        List<Long> progress = List.copyOf(merged.tailSet(start, false));
        for (int i = 1; i < progress.size(); i++) {
            assertEquals(progress.get(0) + i, progress.get(i), () -> told + "\n" + live);
        }
        return told.size() + live.size() - merged.size();
    }

    private static Stream<Long> seq(JsonObject message) {
        JsonObject data = message.getJsonObject("body", new JsonObject()).getJsonObject("data", new JsonObject());
        return Stream.ofNullable(data.getLong("seq"));
    }

    private static Stream<JsonObject> frames(JsonArray events) {
        return events.stream().map(JsonObject.class::cast);
    }

    @Test
    void whoeverRegistersAndThenAsksForTheStoryMissesNothing() throws Exception {
        FileId id = begin();
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong heard = new AtomicLong();
        // Somebody hears all the time, and sets the pace.
        try (BusClient pace = new BusClient(vertx, port, message -> seq(message).forEach(heard::set))) {
            pace.register(id, 0);
            Await.until("the start is told", () -> heard.get() > 0);
            settled.put(Thread.currentThread(), heard);
            Future<?> publisher = threads.submit(() -> publish(id, enough));
            List<Future<List<Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> register(id)));
            }
            int registrations = 0;
            for (Future<List<Integer>> each : clients) {
                registrations += each.get(150, TimeUnit.SECONDS).size();
            }
            enough.set(true);
            publisher.get(10, TimeUnit.SECONDS);
            assertEquals(CLIENTS * REGISTRATIONS, registrations);
            System.out.println(registrations + " registrations while " + published + " events were published");
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }
}
