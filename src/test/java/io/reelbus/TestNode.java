package io.reelbus;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole node in this JVM, on a free port, with a data folder of its own; closed by the test that opened it. */
public final class TestNode implements Reachable, AutoCloseable {
    private final Node node;

    private TestNode(Node node) {
        this.node = node;
    }

    /** {@code settings} are environment variables over the defaults, for instance REELBUS_UPLOAD_MAX_BYTES. */
    public static TestNode start(Path data, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("REELBUS_DATA", data.toString());
        environment.putIfAbsent("HOST", "127.0.0.1");
        environment.putIfAbsent("PORT", "0");
        return new TestNode(await(Node.start(ConfigLoader.load(null, environment))));
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
