package io.reelbus.push.sockjs;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A client of the event bus bridge that says exactly what it is told to, on a plain WebSocket. */
final class BusClient implements AutoCloseable {
    private final WebSocketClient client;
    private final WebSocket socket;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();

    BusClient(Vertx vertx, int port) {
        this(vertx, port, message -> {});
    }

    /** {@code also} is given each message, once it is kept. */
    BusClient(Vertx vertx, int port, Consumer<JsonObject> also) {
        client = vertx.createWebSocketClient();
        socket = Await.result(client.connect(port, "127.0.0.1", "/eventbus/websocket"));
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            heard.add(message);
            also.accept(message);
        });
    }

    void say(String text) {
        Await.result(socket.writeTextMessage(text));
    }

    void say(String type, String address) {
        say(new JsonObject().put("type", type).put("address", address).encode());
    }

    void register(FileId id, Object after) {
        say(new JsonObject()
                .put("type", "register")
                .put("address", "processing." + id)
                .put("headers", new JsonObject().put("after", after))
                .encode());
    }

    /** Asks for a story; the answer comes to this address. */
    void ask(Object body, String replyAddress) {
        say(new JsonObject()
                .put("type", "send")
                .put("address", "reelbus.story")
                .put("body", body)
                .put("replyAddress", replyAddress)
                .encode());
    }

    /** Asks for a story and waits for the answer. */
    JsonObject story(Object body) {
        String address = "answer-" + heard.size();
        ask(body, address);
        return await(address);
    }

    /** The first message at this address, once it is there. */
    JsonObject await(String address) {
        Await.until("a message at " + address, () -> !at(address).isEmpty());
        return at(address).get(0);
    }

    List<JsonObject> at(String address) {
        return heard.stream()
                .filter(message -> address.equals(message.getString("address")))
                .toList();
    }

    /** The bodies of the messages at the address of this file. */
    List<JsonObject> told(FileId id) {
        return at("processing." + id).stream()
                .map(message -> message.getJsonObject("body"))
                .toList();
    }

    List<JsonObject> heard() {
        return List.copyOf(heard);
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        Await.result(client.close());
    }
}
