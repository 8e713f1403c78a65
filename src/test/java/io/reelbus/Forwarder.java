package io.reelbus;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Passes each TCP connection on to the first of its targets that takes it, as a balancer in front of nodes does. */
final class Forwarder implements Reachable, AutoCloseable {
    private static final int CONNECT_MS = 500;
    private static final int READY_MS = 2_000;

    private final ServerSocket server;
    private final List<InetSocketAddress> targets;
    private final Predicate<InetSocketAddress> usable;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        return thread;
    });

    /** Listens at this address on a free port. */
    Forwarder(String host, List<InetSocketAddress> targets) throws IOException {
        this(host, 0, targets, target -> true);
    }

    private Forwarder(String host, int port, List<InetSocketAddress> targets, Predicate<InetSocketAddress> usable)
            throws IOException {
        this.server = new ServerSocket(port, 50, InetAddress.getByName(host));
        this.targets = List.copyOf(targets);
        this.usable = usable;
        threads.execute(this::accept);
    }

    /** In front of these nodes, in this order. */
    static Forwarder to(List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", addresses(nodes));
    }

    /** The same on the port that another has had. */
    static Forwarder on(int port, List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", port, addresses(nodes), target -> true);
    }

    /** In front of these nodes, in this order; it asks each before each connection whether it is ready. */
    static Forwarder toReady(List<? extends Reachable> nodes) throws IOException {
        return new Forwarder("127.0.0.1", 0, addresses(nodes), Forwarder::isReady);
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
        for (InetSocketAddress target : targets) {
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
            threads.execute(() -> pump(client, node));
            pump(node, client);
            return;
        }
        close(client);
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One side has gone: so does the other.
        } finally {
            close(from);
            close(to);
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
