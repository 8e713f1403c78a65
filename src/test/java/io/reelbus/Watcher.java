package io.reelbus;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A raw WebSocket that watches files and keeps what it is told. */
final class Watcher implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonObject> lines = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private boolean closed;
    private int closeCode;

    private Watcher(URI uri) throws Exception {
        socket = CLIENT.newWebSocketBuilder().buildAsync(uri, this).get(10, TimeUnit.SECONDS);
    }

    /** Watches the file once connected; {@code node} is any that holds sockets. */
    static Watcher of(Reachable node, String fileId) throws Exception {
        URI http = node.uri("/file-processing");
        Watcher watcher = new Watcher(URI.create("ws" + http.toString().substring("http".length())));
        watcher.subscribe(new JsonObject().put("fileId", fileId));
        return watcher;
    }

    void subscribe(JsonObject data) throws Exception {
        var frame = new JsonObject().put("event", "subscribe:file").put("data", data);
        socket.sendText(frame.encode(), true).get(10, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private synchronized void add(JsonObject line) {
        lines.add(line);
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        closed = true;
        closeCode = status;
        return null;
    }

    @Override
    public synchronized void onError(WebSocket socket, Throwable trouble) {
        closed = true;
    }

    /** What it was told so far: {@code {event, data}} each. */
    synchronized List<JsonObject> lines() {
        return List.copyOf(lines);
    }

    /** Whether the connection has ended. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** The code of the server's close frame; 0 where there was none. */
    synchronized int closeCode() {
        return closeCode;
    }

    Watcher await(String what, Predicate<JsonObject> condition) {
        Await.until(what, () -> lines().stream().anyMatch(condition));
        return this;
    }

    Watcher awaitEvent(String event) {
        return await(event, line -> event.equals(line.getString("event")));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
