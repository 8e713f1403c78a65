package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Servers of this JVM that know each other by their names. */
final class Circle {
    /** Which names have been asked for. */
    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    EchoServer start(Vertx vertx, SocketIoOptions options, String name) throws Exception {
        // Those who listen on the same negative port share one.
        int port = -1 - ports.size();
        EchoServer server = Live.await(EchoServer.start(vertx, options, as(name), 2, port));
        add(name, server.port());
        return server;
    }

    /** Any server on this port. */
    void add(String name, int port) {
        ports.put(name, port);
    }

    /** As when it is found to be dead. */
    void remove(String name) {
        ports.remove(name);
        listeners.forEach(each -> each.accept(name));
    }

    private Peers as(String here) {
        return new Peers() {
            @Override
            public String here() {
                return here;
            }

            @Override
            public Future<Optional<SocketAddress>> find(String name) {
                asked.add(name);
                return Future.succeededFuture(Optional.ofNullable(ports.get(name))
                        .map(port -> SocketAddress.inetSocketAddress(port, "localhost")));
            }

            @Override
            public void onLeft(Consumer<String> left) {
                listeners.add(left);
            }
        };
    }
}
