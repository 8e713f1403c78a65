package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Vertx vertx = Vertx.vertx();
    private final String fileId = FileId.random().value();
    private final Room room = new Room(fileId);
    private final List<Context> contexts = new CopyOnWriteArrayList<>();
    private volatile int port;

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    /** A server whose WebSockets note the contexts that they are served on. */
    private final class Server extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .webSocketHandler(socket -> contexts.add(vertx.getOrCreateContext()))
                    // A negative port is any that is free, the same for all.
                    .listen(-1, "127.0.0.1")
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private void connect(int count) {
        WebSocketClient client = vertx.createWebSocketClient();
        for (int i = 0; i < count; i++) {
            var unused = Await.result(client.connect(port, "127.0.0.1", "/"));
        }
        Await.until("all are served", () -> contexts.size() == count);
    }

    private void deploy(int loops) {
        Await.result(vertx.deployVerticle(Server::new, new DeploymentOptions().setInstances(loops)));
    }

    private List<Seat> enterAll() {
        List<Seat> seats = new ArrayList<>();
        contexts.forEach(context -> seats.add(new Seat(fileId, 0, context, new Inquiry())));
        seats.forEach(seat -> {
            boolean unused = room.enter(seat);
        });
        room.opened(false);
        return seats;
    }

    @Test
    void theWebSocketsOfOneEventLoopSitInOneRow() {
        deploy(1);
        connect(3);
        assertEquals(3, new HashSet<>(contexts).size(), "each has a context of its own");
        enterAll();
        assertEquals(1, room.rows());
    }

    @Test
    void eachEventLoopHasItsRow() {
        deploy(2);
        connect(6);
        Set<Thread> threads = new HashSet<>();
        for (Context context : contexts) {
            Promise<Thread> thread = Promise.promise();
            context.runOnContext(task -> thread.complete(Thread.currentThread()));
            threads.add(Await.result(thread.future()));
        }
        assertEquals(2, threads.size());
        enterAll();
        assertEquals(2, room.rows());
    }

    @Test
    void aRowGoesWithItsLastSocket() {
        deploy(1);
        connect(2);
        List<Seat> seats = enterAll();
        assertFalse(room.leave(seats.get(0)));
        assertEquals(1, room.rows());
        assertTrue(room.leave(seats.get(1)));
        assertEquals(0, room.rows());
    }
}
