package io.reelbus.push;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Reachable;
import io.reelbus.TestConfig;
import io.reelbus.bus.Topics;
import io.reelbus.http.ClientAddress;
import io.reelbus.http.HttpVerticle;
import io.reelbus.http.Routes;
import io.reelbus.http.orpc.RpcRoutes;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.push.iterator.StoryIterators;
import io.reelbus.push.iterator.SubscribeRoutes;
import io.reelbus.push.poll.HeldPolls;
import io.reelbus.push.poll.PollRoutes;
import io.reelbus.push.poll.VideoProcedure;
import io.reelbus.push.sockjs.SockJsRoutes;
import io.reelbus.push.sockjs.SockJsSockets;
import io.reelbus.push.sse.SseRoutes;
import io.reelbus.push.sse.StoryStreams;
import io.reelbus.push.ws.RawSocketRoutes;
import io.reelbus.push.ws.RawSockets;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store, its rooms, and all transports but Socket.IO on a port, but no worker: here the test tells the story. */
public final class Stage implements Reachable, AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Topics topics = new Topics(vertx.eventBus(), registry);
    private final AtomicInteger port = new AtomicInteger();
    private final JobStore jobs;
    private final Rooms rooms;
    private final RawSockets raw;
    private final SockJsSockets sockJs;
    private final StoryStreams streams;
    private final HeldPolls polls;
    private final StoryIterators iterators;
    private Lease lease;

    /** The file that the test is about. */
    public final FileId id = FileId.random();

    private Stage(Path folder, Map<String, String> settings, Routes... first) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Map.of("PORT", "0", "HOST", "127.0.0.1"));
        PushConfig config = TestConfig.push(environment);
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        Promise<Rooms> opened = Promise.promise();
        Await.result(vertx.deployVerticle(new RoomsVerticle(jobs, topics, config, new PushMeters(registry), opened)));
        rooms = Await.result(opened.future());
        Connections connections = new Connections(config, new ClientAddress(List.of()), rooms.meters());
        raw = new RawSockets(rooms, config, connections);
        sockJs = SockJsSockets.ofFrames(rooms, config, connections);
        streams = new StoryStreams(rooms, config, connections);
        polls = new HeldPolls(rooms, config, connections);
        iterators = new StoryIterators(rooms, connections);
        List<Routes> routes = new ArrayList<>(List.of(first));
        routes.add(new RawSocketRoutes(raw));
        routes.add(new SockJsRoutes(vertx, "/sockjs", sockJs, List.of()));
        routes.add(new SseRoutes(streams));
        routes.add(new SubscribeRoutes(iterators));
        routes.add(new PollRoutes(jobs, polls));
        routes.add(new RpcRoutes(List.of(VideoProcedure.get(jobs), iterators.subscribe())));
        Await.result(vertx.deployVerticle(new HttpVerticle(TestConfig.http(environment), "", routes, port::set)));
    }

    /**
     * {@code settings} are environment variables over the defaults, for instance REELBUS_PUSH_WAIT_SECONDS; {@code first}
     * are routes of the test's own.
     */
    public static Stage open(Path folder, Map<String, String> settings, Routes... first) {
        return new Stage(folder, settings, first);
    }

    public int port() {
        return port.get();
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** The file's own path, and what follows it. */
    public String path(String rest) {
        return "/api/videos/" + id + rest;
    }

    /** The file is uploaded. */
    public void accept() {
        accept(id);
        topics.publishChanged(id, JobState.QUEUED);
    }

    public void accept(FileId file) {
        Await.result(jobs.accept(file, new Upload("a.mp4", "video/mp4", 1, "m", "web"), Priority.DEFAULT));
    }

    /** An attempt at it begins; returns its position. */
    public long begin() {
        lease = ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
        JobEvent.Started started = lease.started();
        topics.publish(started);
        return started.seq();
    }

    /** Progress is announced, which the store does not know yet. */
    public void progress(int entry, int k, String message) {
        topics.publish(progressOf(entry, k, message));
    }

    /** Progress comes to be known by the store. */
    public void store(int entry, int k, String message) {
        Await.result(jobs.heartbeat(lease, Optional.of(progressOf(entry, k, message))));
    }

    private JobEvent.Progress progressOf(int entry, int k, String message) {
        return new JobEvent.Progress(id, Seq.of(entry, k), Instant.EPOCH, entry - 1, k % 100, message, Map.of());
    }

    /** The attempt is given up, so that another one can begin. */
    public void release() {
        Await.result(jobs.release(lease, AttemptReport.NONE));
    }

    /** It is done; returns the position of its end. */
    public long complete() {
        JobEvent.Completed completed = Await.result(jobs.complete(lease, "m/1", Map.of(), AttemptReport.NONE))
                .orElseThrow();
        topics.publish(completed);
        return completed.seq();
    }

    /** It ends as failed; returns the position of its end. */
    public long cancel() {
        JobEvent.Failed failed =
                Await.result(jobs.end(id, Failure.CANCELED.asException())).orElseThrow();
        topics.publish(failed);
        return failed.seq();
    }

    /** Its row goes. */
    public void remove() {
        Await.result(jobs.remove(id));
    }

    /** What is open of this transport. */
    public double sockets(String transport) {
        return registry.get("reelbus.sockets")
                .tag("transport", transport)
                .gauge()
                .value();
    }

    /** Nothing is open and nobody watches. */
    public void awaitNothingIsLeft() {
        for (String transport : List.of("sse", "poll", "orpc")) {
            Await.until(transport + " is closed", () -> sockets(transport) == 0);
        }
        Await.until("the rooms are empty", () -> Await.result(rooms.size()) == 0);
    }

    public void awaitOpen(String transport) {
        Await.until("it is open", () -> sockets(transport) == 1);
    }

    public void awaitWatched() {
        Await.until("it is watched", () -> Await.result(rooms.size()) == 1);
    }

    /** As a node that is told to stop. */
    public void drain() {
        Await.result(raw.close());
        Await.result(sockJs.close());
        Await.result(streams.close());
        Await.result(polls.close());
        Await.result(iterators.close());
    }

    @Override
    public void close() {
        Await.result(
                Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        Await.result(jobs.close());
        Await.result(vertx.close());
    }
}
