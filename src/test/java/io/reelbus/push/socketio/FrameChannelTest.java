package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link FrameChannel} relies on inside Vert.x; a new version of Vert.x that is otherwise fails here. */
class FrameChannelTest {
    private static final int MOST = 1 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private HttpServer server;
    private WebSocketClient client;
    private WebSocket atClient;
    private ServerWebSocket atServer;
    private Context loop;
    private VertxHandler<?> handler;
    private @Nullable FrameChannel channel;
    private @Nullable FrameChannel elsewhere;

    @BeforeEach
    void connect() throws Exception {
        BlockingQueue<ServerWebSocket> accepted = new LinkedBlockingQueue<>();
        server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(60))
                .requestHandler(request -> request.toWebSocket()
                        .onSuccess(socket -> {
                            loop = vertx.getOrCreateContext();
                            handler = ((ConnectionBase) request.connection())
                                    .channel()
                                    .pipeline()
                                    .get(VertxHandler.class);
                            channel = FrameChannel.of(request.connection());
                            Thread other = new Thread(() -> elsewhere = FrameChannel.of(request.connection()));
                            other.start();
                            try {
                                other.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            accepted.add(socket);
                        })
                        .onFailure(
                                refused -> request.response().setStatusCode(400).end()));
        Await.result(server.listen(0, "127.0.0.1"));
        client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(MOST).setMaxMessageSize(MOST));
        atClient = Await.result(client.connect(server.actualPort(), "127.0.0.1", "/"));
        atClient.textMessageHandler(heard::add);
        atServer = accepted.poll(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void isFoundOnTheEventLoopOfItsConnectionAlone() {
        assertNotNull(channel);
        assertNull(elsewhere);
    }

    @Test
    void whatIsKeptOfTheHandshakeIsKnown() {
        assertTrue(HandshakeRemains.areKnown());
    }

    @Test
    void theQueueOfAConnectionIsKnownAndReplaced() throws Exception {
        assertTrue(SmallQueue.isKnown());
        onLoop(() -> {
            try {
                Object outbound = SmallQueue.OUTBOUND.get(handler.getConnection());
                assertInstanceOf(ConcurrentLinkedQueue.class, SmallQueue.QUEUE.get(SmallQueue.PASSING.get(outbound)));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void framesOfEverySizeArriveInOrderWithWhatVertxWrites() throws Exception {
        for (int size : new int[] {0, 1, 123, 124, 125, 65_533, 65_534, 100_000}) {
            String ours = "\u00e4" + "o".repeat(size);
            onLoop(() -> {
                assertTrue(channel.isWritable());
                atServer.writeTextMessage("before");
                write(ours);
                atServer.writeTextMessage("after");
            });
            assertEquals("before", heard.poll(30, TimeUnit.SECONDS));
            assertTrue(ours.equals(heard.poll(30, TimeUnit.SECONDS)), size + " characters");
            assertEquals("after", heard.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void nothingOvertakesWhatWaitsForAReaderAndTheRoomBehindItIsReported() throws Exception {
        String large = "x".repeat(65_000);
        List<String> sent = new ArrayList<>();
        AtomicBoolean room = new AtomicBoolean();
        atClient.pause();
        onLoop(() -> {
            while (channel.isWritable()) {
                sent.add(large);
                write(large);
                channel.flush();
            }
            // Now as a session does: what cannot be written waits in Vert.x.
            for (int i = 0; i < 40; i++) {
                sent.add("waits " + i);
                atServer.writeTextMessage("waits " + i);
            }
            channel.onceWritable(() -> {
                assertTrue(channel.isWritable());
                sent.add("after them");
                write("after them");
                room.set(true);
            });
            assertFalse(channel.isWritable());
        });
        assertFalse(room.get());
        atClient.resume();
        Await.until("there is room", room::get);
        Await.until("all arrived", () -> heard.size() == sent.size());
        assertTrue(sent.equals(new ArrayList<>(heard)), "in order");
    }

    @Test
    void whatIsWrittenToAClosedConnectionIsNoError() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        onLoop(() -> {
            atServer.exceptionHandler(failures::add);
            atServer.closeHandler(gone -> closed.set(true));
        });
        Await.result(atClient.close());
        Await.until("the server knows", closed::get);
        onLoop(() -> {
            write("too late");
            channel.flush();
        });
        onLoop(() -> assertEquals(List.of(), failures));
    }

    private void write(String text) {
        channel.write(new TextFrame(text));
    }

    private void onLoop(Runnable task) throws Exception {
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        loop.runOnContext(turn -> {
            try {
                task.run();
                done.add("done");
            } catch (RuntimeException | AssertionError e) {
                done.add(e);
            }
        });
        Object outcome = done.poll(30, TimeUnit.SECONDS);
        if (outcome instanceof Throwable failed) {
            throw new AssertionError(failed);
        }
    }
}
