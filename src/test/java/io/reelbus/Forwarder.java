package io.reelbus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Passes each TCP connection on to the first of its targets that takes it, as a balancer in front of nodes does. It can
 * be told to spoil connections.
 */
final class Forwarder implements Reachable, AutoCloseable {
    private static final int CONNECT_MS = 500;
    private static final int READY_MS = 2_000;

    private final ServerSocket server;
    private final List<InetSocketAddress> targets;
    private final Predicate<InetSocketAddress> usable;
    private final UnaryOperator<List<InetSocketAddress>> order;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        return thread;
    });

    /** Listens at this address on a free port. */
    Forwarder(String host, List<InetSocketAddress> targets) throws IOException {
        this(host, 0, targets, target -> true, UnaryOperator.identity());
    }

    private Forwarder(
            String host,
            int port,
            List<InetSocketAddress> targets,
            Predicate<InetSocketAddress> usable,
            UnaryOperator<List<InetSocketAddress>> order)
            throws IOException {
        this.server = new ServerSocket(port, 50, InetAddress.getByName(host));
        this.targets = List.copyOf(targets);
        this.usable = usable;
        this.order = order;
        threads.execute(this::accept);
    }

    /** In front of these nodes, in this order. */
    static Forwarder to(List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", addresses(nodes));
    }

    /** The same on the port that another has had. */
    static Forwarder on(int port, List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", port, addresses(nodes), target -> true, UnaryOperator.identity());
    }

    /** In front of these nodes, in this order; it asks each before each connection whether it is ready. */
    static Forwarder toReady(List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", 0, addresses(nodes), Forwarder::isReady, UnaryOperator.identity());
    }

    /** In front of these nodes, in a random order for each connection. */
    static Forwarder toAny(List<? extends Reachable> nodes, Random random) throws IOException {
        return new Forwarder("127.0.0.1", 0, addresses(nodes), target -> true, targets -> {
            List<InetSocketAddress> shuffled = new ArrayList<>(targets);
            Collections.shuffle(shuffled, random);
            return shuffled;
        });
    }

    private static List<InetSocketAddress> addresses(List<? extends Reachable> nodes) {
        return nodes.stream()
                .map(node -> node.uri("/"))
                .map(uri -> new InetSocketAddress(uri.getHost(), uri.getPort()))
                .toList();
    }

    private static boolean isReady(InetSocketAddress target) {
        String ready = "http://" + target.getHostString() + ":" + target.getPort() + "/health/ready";
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(ready).toURL().openConnection();
            asked.setConnectTimeout(CONNECT_MS);
            asked.setReadTimeout(READY_MS);
            return asked.getResponseCode() == 200;
        } catch (IOException dead) {
            return false;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://" + server.getInetAddress().getHostAddress() + ":" + port() + path);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        for (InetSocketAddress target : order.apply(targets)) {
            if (!usable.test(target)) {
                continue;
            }
            Socket node = new Socket();
            try {
                node.connect(target, CONNECT_MS);
            } catch (IOException dead) {
                close(node);
                continue;
            }
            Connection connection = new Connection(client, node);
            open.add(connection);
            threads.execute(() -> connection.pump(client, node));
            connection.pump(node, client);
            open.remove(connection);
            return;
        }
        close(client);
    }

    /** The connections that are open now. */
    List<Connection> connections() {
        return List.copyOf(open);
    }

    /** One client's connection to one node. */
    static final class Connection {
        private final Socket client;
        private final Socket node;
        private volatile boolean swallowing;

        private Connection(Socket client, Socket node) {
            this.client = client;
            this.node = node;
        }

        private void pump(Socket from, Socket to) {
            byte[] bytes = new byte[16_384];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!swallowing) {
                        out.write(bytes, 0, count);
                    }
                }
            } catch (IOException ended) {
                // One side has gone: so does the other.
            } finally {
                close(from);
                close(to);
            }
        }

        /** Both sides send as before and nothing arrives, as where a cable was pulled. */
        void swallow() {
            swallowing = true;
        }

        /** Ends it for both sides, whatever is on its way. */
        void cut() {
            swallowing = true;
            close(client);
            close(node);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
