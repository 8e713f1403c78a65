package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class EventLoopsTest extends Live {
    @Test
    void theRequestsOfOneSessionMayArriveAtAnyLoopAndItsHandlersRunOnOne() throws Exception {
        Set<Thread> handlers = ConcurrentHashMap.newKeySet();
        server.socketIo.namespace("/threads", socket -> {
            handlers.add(Thread.currentThread());
            socket.on("n", (args, ack) -> {
                handlers.add(Thread.currentThread());
                ack.send(args.getValue(0));
            });
        });
        String session = open(IO);
        assertEquals("ok", post(session, "40/threads,").body());
        assertTrue(get(session).body().startsWith("40/threads,"));
        for (int i = 0; i < 60; i++) {
            // Two requests at once use two connections, and so two loops.
            var poll = getLater(session);
            assertEquals(
                    "ok", post(session, "42/threads," + i + "[\"n\"," + i + "]").body());
            assertEquals("43/threads," + i + "[" + i + "]", await(poll).body());
        }
        assertEquals(1, handlers.size());
    }

    @Test
    void manyClientsOnAllLoopsGetWhatIsTheirs() throws Exception {
        List<AWebSocket> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            clients.add(joined("/"));
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).text("42[\"message\"," + i + "," + round + "]");
            }
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < clients.size(); i++) {
                assertEquals(
                        "42[\"message-back\"," + i + "," + round + "]",
                        clients.get(i).next());
            }
        }
        Set<Context> owners = new HashSet<>();
        server.sockets.forEach(socket -> owners.add(socket.context()));
        assertNotEquals(1, owners.size());
    }

    @Test
    void whatOneThreadEmitsArrivesInOrder() throws Exception {
        AWebSocket client = joined("/");
        Socket socket = server.sockets.peek();
        Frame frame = Frame.event("/", "shared", "{}");
        for (int i = 0; i < 500; i++) {
            socket.emit("n", i);
            socket.emitEncoded(frame);
        }
        for (int i = 0; i < 500; i++) {
            assertEquals("42[\"n\"," + i + "]", client.next());
            assertEquals("42[\"shared\",{}]", client.next());
        }
    }

    @Test
    void aFrameIsSharedByManySockets() throws Exception {
        List<AWebSocket> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(joined("/custom"));
        }
        Frame frame = Frame.event("/custom", "processing:progress", "{\"progress\":42}");
        server.sockets.forEach(socket -> socket.emitEncoded(frame));
        for (AWebSocket client : clients) {
            assertEquals("42/custom,[\"processing:progress\",{\"progress\":42}]", client.next());
        }
    }

    @Test
    void closingTellsEveryClientHowToComeBack() throws Exception {
        AWebSocket webSocket = joined("/");
        String session = open(IO);
        assertEquals("ok", post(session, "40").body());
        assertTrue(get(session).body().startsWith("40{"));
        var poll = getLater(session);
        // The answer to a POST on another connection does not prove that the poll arrived; its echo does.
        assertEquals("ok", post(session, "42[\"message\"]").body());
        assertEquals("42[\"message-back\"]", await(poll).body());
        assertEquals(2, server.socketIo.sessions());
        await(server.socketIo.close().toCompletionStage().toCompletableFuture());
        assertEquals(1001, webSocket.closeCode());
        assertEquals(0, server.socketIo.sessions());
        assertEquals(
                List.of("server shutting down", "server shutting down"),
                List.copyOf(new ConcurrentLinkedQueue<>(server.reasons)));
        assertEquals(503, get(IO).statusCode());
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aClosedVertxLeavesNoSession(Vertx vertx) throws Exception {
        AWebSocket client = joined("/");
        Future<Void> closed = server.socketIo.close().compose(done -> vertx.close());
        await(closed.toCompletionStage().toCompletableFuture());
        assertEquals(1001, client.closeCode());
    }

    @Test
    void aClientThatDoesNotReadIsClosedAndNothingGrowsWithoutEnd() throws Exception {
        AWebSocket reader = joined("/");
        var stopped = new StoppedReader(server.port());
        stopped.connect();
        await(() -> server.sockets.size() == 2);
        Socket slow = server.sockets.stream().skip(1).findFirst().orElseThrow();
        Frame frame = Frame.event("/", "big", "\"" + "x".repeat(100_000) + "\"");
        for (int i = 0; i < 300 && slow.isConnected(); i++) {
            slow.emitEncoded(frame);
        }
        await(() -> !slow.isConnected());
        assertEquals(Socket.TOO_SLOW, server.reasons.peek());
        reader.text("42[\"message\",1]");
        assertEquals("42[\"message-back\",1]", reader.next());
        stopped.close();
    }

    @Test
    void whoWasToldToWaitIsCalledWhenTheClientReads() throws Exception {
        var stopped = new StoppedReader(server.port());
        stopped.connect();
        await(() -> server.sockets.size() == 1);
        Socket slow = server.sockets.element();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Frame frame = Frame.event("/", "big", "\"" + "x".repeat(100_000) + "\"");
        slow.context().runOnContext(nothing -> {
            slow.onDrain(() -> seen.add("drained"));
            fill(slow, frame, seen);
        });
        await(() -> seen.contains("full"));
        assertTrue(slow.isConnected());
        stopped.readOn();
        await(() -> seen.contains("drained"));
        stopped.close();
    }

    /** In turns: a socket's queue is only seen to fill when its loop gets to write. */
    private static void fill(Socket socket, Frame frame, Set<String> seen) {
        if (socket.writeQueueFull()) {
            seen.add("full");
        } else {
            socket.emitEncoded(frame);
            socket.context().runOnContext(nothing -> fill(socket, frame, seen));
        }
    }
}
