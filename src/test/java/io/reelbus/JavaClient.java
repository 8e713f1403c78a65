package io.reelbus;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.json.JSONException;
import org.json.JSONObject;

/** Socket.IO's own client for Java. Whenever it is connected it subscribes to what it watches. */
final class JavaClient implements AutoCloseable {
    private final List<JsonObject> lines = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Socket socket;

    /** On these transports; on its default ones where none are named. */
    JavaClient(Reachable node, JsonArray transports) {
        IO.Options options = IO.Options.builder()
                .setTransports(
                        transports.isEmpty()
                                ? new IO.Options().transports
                                : transports.stream().toArray(String[]::new))
                .setForceNew(true)
                .setReconnectionDelay(50)
                .setReconnectionDelayMax(500)
                .build();
        socket = IO.socket(node.uri("/file-processing"), options);
        socket.onAnyIncoming(args -> add(args[0].toString(), args.length > 1 ? args[1] : null));
        socket.on(Socket.EVENT_CONNECT, args -> connected());
        socket.on(Socket.EVENT_DISCONNECT, args -> add("disconnect", args[0]));
        socket.connect();
    }

    private synchronized void add(String event, Object data) {
        lines.add(new JsonObject()
                .put("event", event)
                .put("data", data instanceof JSONObject json ? new JsonObject(json.toString()) : data));
    }

    private synchronized void connected() {
        add("connect", null);
        files.forEach(this::subscribe);
    }

    synchronized void watch(String fileId) {
        files.add(fileId);
        if (socket.connected()) {
            subscribe(fileId);
        }
    }

    private void subscribe(String fileId) {
        emit("subscribe:file", fileId);
    }

    /** Asks and has the answer acknowledged. */
    void emit(String event, String fileId) {
        try {
            socket.emit(event, new JSONObject().put("fileId", fileId), (Ack) answer -> add("ack", answer[0]));
        } catch (JSONException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized List<JsonObject> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
