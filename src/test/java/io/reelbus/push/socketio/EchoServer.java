package io.reelbus.push.socketio;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that behaves as the protocols' own test-suites want theirs to: {@code /} and {@code /custom} say what they
 * were authenticated with and send back what they get. Below {@code /engine.io/} every engine message comes back.
 */
final class EchoServer {
    final SocketIoServer socketIo;
    final Sessions engines;
    final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    final Queue<String> reasons = new ConcurrentLinkedQueue<>();
    /** What a request broke with; nothing should. */
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final SocketIoOptions engineOptions;
    private final Relay engineRelay;
    private final int wantedPort;
    private final AtomicInteger port = new AtomicInteger();

    private EchoServer(Vertx vertx, SocketIoOptions options, Peers peers, int wantedPort) {
        this.wantedPort = wantedPort;
        socketIo = new SocketIoServer(vertx, options, peers);
        socketIo.namespace("/", this::echo);
        socketIo.namespace("/custom", this::echo);
        engineOptions = new SocketIoOptions(
                "/engine.io/",
                options.pingInterval(),
                options.pingTimeout(),
                options.maxPayload(),
                options.connectTimeout(),
                options.upgradeTimeout());
        engineRelay = new Relay(vertx, engineOptions, peers);
        engines = new Sessions(vertx, engineOptions, peers.here(), (owner, link, admitted) -> new EngineEcho(link));
    }

    /** Heartbeats and timeouts as short as the test-suites want them. */
    static SocketIoOptions quick() {
        return new SocketIoOptions(
                "/socket.io/",
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                1_000_000,
                Duration.ofMillis(1200),
                Duration.ofMillis(500));
    }

    /** Port -1 is a free one, the same for all instances. */
    static Future<EchoServer> start(Vertx vertx, SocketIoOptions options, int instances, int port) {
        return start(vertx, options, Peers.NONE, instances, port);
    }

    static Future<EchoServer> start(Vertx vertx, SocketIoOptions options, Peers peers, int instances, int port) {
        var server = new EchoServer(vertx, options, peers, port);
        return vertx.deployVerticle(() -> server.new Instance(), new DeploymentOptions().setInstances(instances))
                .map(server);
    }

    int port() {
        return port.get();
    }

    private void echo(Socket socket) {
        sockets.add(socket);
        socket.onDisconnect(reasons::add);
        socket.on(
                "message",
                (args, ack) -> socket.emit("message-back", args.getList().toArray()));
        socket.on("message-with-ack", (args, ack) -> ack.send(args.getList().toArray()));
        socket.on("throw", (args, ack) -> {
            throw new IllegalStateException("a handler's mistake");
        });
        socket.on(
                "ask",
                (args, ack) -> socket.emitWithAck(Duration.ofSeconds(5), "question", 1)
                        .onSuccess(answer -> socket.emit("answered", answer)));
        socket.emit("auth", socket.auth());
    }

    private final class Instance extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            Router router = Router.router(vertx);
            router.route().failureHandler(routing -> {
                failures.add(routing.failure());
                routing.next();
            });
            socketIo.mount(router);
            router.route("/engine.io/").handler(new EngineHandler(vertx, engineOptions, engines, engineRelay));
            router.get("/socket.io/socket.io.js").handler(routing -> routing.end("bundle"));
            // Compressed, small messages cost a Node client so much that it misses pings as short as the suites' own.
            vertx.createHttpServer(new HttpServerOptions()
                            .setPerMessageWebSocketCompressionSupported(false)
                            .setPerFrameWebSocketCompressionSupported(false)
                            .setMaxWebSocketFrameSize(2_000_000)
                            .setMaxWebSocketMessageSize(2_000_000))
                    .requestHandler(router)
                    .listen(wantedPort, "localhost")
                    .map(HttpServer::actualPort)
                    .onSuccess(port::set)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private record EngineEcho(Link link) implements EngineListener {
        @Override
        public void onText(String text) {
            link.send(Outbound.text(EnginePacketType.MESSAGE, text));
        }

        @Override
        public void onBinary(Buffer data) {
            link.send(Outbound.binary(data));
        }

        @Override
        public void onDrain() {}

        @Override
        public void onClose(String reason) {}
    }

    /** Serves real clients by hand; a port may be given. */
    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : -1;
        SocketIoOptions options = args.length > 1 ? SocketIoOptions.defaults() : quick();
        Vertx vertx = Vertx.vertx();
        start(vertx, options, 3, port)
                .onSuccess(server -> {
                    System.out.println("listening on " + server.port());
                    server.socketIo.namespace(
                            "/admin",
                            socket -> socket.on("close-all", (nothing, ack) -> {
                                for (Socket each : server.sockets) {
                                    each.close("forced close");
                                }
                                server.sockets.clear();
                            }));
                })
                .onFailure(e -> {
                    e.printStackTrace();
                    vertx.close();
                });
    }
}
