package io.reelbus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.bus.Topics;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole node in this JVM, on a free port, with a data folder of its own; closed by the test that opened it. */
public final class TestNode implements Reachable, AutoCloseable {
    private final Node node;
    private final Topics topics;

    private TestNode(Node node) {
        this.node = node;
        this.topics = new Topics(node.vertx().eventBus(), new SimpleMeterRegistry());
    }

    /** {@code settings} are environment variables over the defaults, for instance REELBUS_UPLOAD_MAX_BYTES. */
    public static TestNode start(Path data, Map<String, String> settings) {
        return new TestNode(await(Node.start(config(data, settings))));
    }

    /** The same, with these profiles for those of the release: what its worker lacks for each is told with it. */
    static TestNode start(Path data, Map<String, String> settings, List<ProfileOffer> profiles) {
        return new TestNode(await(Node.start(config(data, settings), stores -> profiles)));
    }

    private static NodeConfig config(Path data, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("REELBUS_DATA", data.toString());
        environment.putIfAbsent("HOST", "127.0.0.1");
        environment.putIfAbsent("PORT", "0");
        return ConfigLoader.load(null, environment);
    }

    /** As {@link #start}, with these jobs under way: the test has them, and publishes what becomes of them. */
    static TestNode startHolding(Path data, Map<String, String> settings, List<FileId> jobs) {
        Map<String, String> held = new HashMap<>(settings);
        held.put("REELBUS_STORE_LEASE_SECONDS", "300");
        held.put("REELBUS_DATA", data.toString());
        Vertx vertx = Vertx.vertx();
        JobStore store =
                await(JobStore.open(vertx, ConfigLoader.load(null, held).store(), data));
        for (FileId id : jobs) {
            await(store.accept(id, new Upload("a.mp4", "video/mp4", 1, "m", "web"), Priority.DEFAULT));
            await(store.claim("test", Set.of("web")));
        }
        await(store.close());
        await(vertx.close());
        return start(data, held);
    }

    /** Publishes an event as a worker of this node does. */
    void publish(JobEvent event) {
        topics.publish(event);
    }

    public static TestNode start(Path data) {
        return start(data, Map.of());
    }

    public int port() {
        return node.port();
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** As a node does first when it is told to stop; it goes on until it is closed. */
    public void drain() {
        node.draining().begin();
    }

    /** Open Socket.IO sessions. */
    public int sessions() {
        return node.socketIoSessions();
    }

    @Override
    public void close() {
        await(node.stop());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
