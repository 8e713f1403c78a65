package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.reelbus.Await;
import io.reelbus.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that fails although its client is there, as where there is no memory to encode it. */
class LostWriteIT {
    private final Vertx vertx = Vertx.vertx();
    private volatile boolean broken;
    private Stage stage;

    @TempDir
    Path folder;

    /** Above the encoders, where what they cannot encode fails. */
    @ChannelHandler.Sharable
    private final class Encoder extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
            if (broken) {
                ReferenceCountUtil.release(message);
                boolean unused = written.tryFailure(new OutOfMemoryError("no memory to encode this"));
            } else {
                var unused = context.write(message, written);
            }
        }
    }

    private final class Faults implements Routes {
        private final Encoder encoder = new Encoder();

        @Override
        public void mount(Router router) {
            router.route().handler(request -> {
                ConnectionBase connection = (ConnectionBase) request.request().connection();
                var pipeline = connection.channel().pipeline();
                pipeline.addBefore(pipeline.context(VertxHandler.class).name(), null, encoder);
                request.next();
            });
        }
    }

    @BeforeEach
    void begin() {
        stage = Stage.open(folder, Map.of(), new Faults());
        stage.accept();
        long unused = stage.begin();
    }

    @AfterEach
    void close() {
        stage.close();
        Await.result(vertx.close());
    }

    /** The end comes while nothing can be written: the client is cut off, and when it comes back it is told. */
    private void watchByWebSocket(String path) {
        WebSocketClient client = vertx.createWebSocketClient();
        List<String> heard = new CopyOnWriteArrayList<>();
        WebSocket first = connect(client, path, heard, 0);
        Await.until("it has begun", () -> heard.size() == 2);
        broken = true;
        stage.progress(2, 1, "lost");
        Await.within("it is cut off", 10_000, first::isClosed);
        assertEquals(List.of("subscribed", "processing:started"), heard);
        broken = false;
        heard.clear();
        long end = stage.complete();
        WebSocket second = connect(client, path, heard, end - 1_000_000);
        Await.until("it has ended", () -> heard.contains("processing:completed"));
        assertEquals(List.of("subscribed", "processing:progress", "processing:completed"), heard);
        Await.result(second.close());
        stage.awaitNothingIsLeft();
        Await.result(client.close());
    }

    private WebSocket connect(WebSocketClient client, String path, List<String> heard, long after) {
        WebSocket socket = Await.result(client.connect(stage.port(), "127.0.0.1", path));
        socket.textMessageHandler(text -> heard.add(new JsonObject(text).getString("event")));
        Await.result(socket.writeTextMessage(new JsonObject()
                .put("event", "subscribe:file")
                .put("data", new JsonObject().put("fileId", stage.id.value()).put("after", after))
                .encode()));
        return socket;
    }

    @Test
    void cutsARawWebSocket() {
        watchByWebSocket("/file-processing");
    }

    @Test
    void cutsASockJsWebSocket() {
        watchByWebSocket("/sockjs/websocket");
    }

    @Test
    void cutsAStreamOfServerSentEvents() {
        var client = vertx.createHttpClient();
        StringBuffer heard = new StringBuffer();
        List<String> ended = new CopyOnWriteArrayList<>();
        HttpClientResponse response =
                Await.result(client.request(HttpMethod.GET, stage.port(), "127.0.0.1", stage.path("/events"))
                        .compose(request -> request.send()
                                .onSuccess(answer -> answer.handler(bytes -> heard.append(bytes))
                                        .exceptionHandler(cut -> ended.add("cut"))
                                        .endHandler(end -> ended.add("ended")))));
        assertEquals(200, response.statusCode());
        Await.until("it has begun", () -> heard.indexOf("processing:started") >= 0);
        broken = true;
        stage.progress(2, 1, "lost");
        Await.within("it is cut off", 10_000, () -> !ended.isEmpty());
        assertEquals(List.of("cut"), ended);
        assertTrue(heard.indexOf("lost") < 0, heard::toString);
        broken = false;
        stage.awaitNothingIsLeft();
        Await.result(client.close());
    }
}
