package io.reelbus.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the port: builds one router of all routes and listens with it on every address of the node. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    /** What one WebSocket message may hold, in bytes; each protocol on top has its own, lower limit. */
    private static final int MAX_MESSAGE = 1 << 20;

    /** What the metadata of a resumable upload, or the names of its parts, may take. */
    private static final int MAX_HEADER = 32 * 1024;

    /** Fewer, larger reads: with Vert.x's defaults an upload costs more than twice the CPU. */
    private static final int READ_SIZE = 256 * 1024;

    /** What one field of a form may hold, in bytes: the whole input of a call where it comes with files. */
    private static final int MAX_FIELD = 64 * 1024;

    private final HttpConfig config;
    private final String publicUrl;
    private final List<Routes> routes;
    private final IntConsumer listening;

    /** {@code listening} is told the actual port. */
    public HttpVerticle(HttpConfig config, String publicUrl, List<Routes> routes, IntConsumer listening) {
        this.config = config;
        this.publicUrl = publicUrl;
        this.routes = List.copyOf(routes);
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        for (int status : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(status, Problem::handle);
        }
        router.route().failureHandler(Problem::handle);
        new Cors(config, publicUrl).mount(router);
        routes.forEach(each -> each.mount(router));
        List<Future<HttpServer>> servers = IntStream.range(0, config.hosts().size())
                .mapToObj(i -> listen(router, config.hosts().get(i), i == 0))
                .toList();
        return Future.all(servers)
                .onSuccess(all -> listening.accept(servers.get(0).result().actualPort()));
    }

    private Future<HttpServer> listen(Router router, String host, boolean required) {
        Future<HttpServer> server = vertx.createHttpServer(options())
                .connectionHandler(HttpVerticle::connected)
                .requestHandler(router)
                .listen(port(), host)
                .compose(listening ->
                        NewConnections.watch(listening, config.headSeconds()).map(listening));
        return required
                ? server
                : server.recover(e -> {
                    if (isTaken(e)) {
                        // A browser that asks for localhost would reach the other program.
                        return Future.failedFuture(e);
                    }
                    LOG.atDebug().addKeyValue("host", host).setCause(e).log("not listening on the second address");
                    return Future.succeededFuture();
                });
    }

    private static boolean isTaken(Throwable trouble) {
        return String.valueOf(trouble.getMessage()).contains("Address already in use");
    }

    /** A client that hangs up in the middle of an answer, as players do when they seek, is no error. */
    private static void connected(HttpConnection connection) {
        PendingReads.releaseAtEnd(connection);
        MalformedBody.tell(connection);
        HeadDeadline.connected(connection);
        connection.exceptionHandler(trouble -> LOG.atDebug().setCause(trouble).log("connection failed"));
    }

    /** Vert.x's word for any free port that all instances share is -1; with 0 each would get one of its own. */
    private int port() {
        return config.port() == 0 ? -1 : config.port();
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(config.idleSeconds())
                // What a vanished client does not acknowledge counts as silence: else its heartbeats keep it open.
                .setTcpUserTimeout(1000 * config.idleSeconds())
                .setAcceptBacklog(4096)
                .setReceiveBufferSize(READ_SIZE)
                .setMaxChunkSize(READ_SIZE)
                .setMaxHeaderSize(MAX_HEADER)
                .setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxFormFields(64)
                .setMaxFormAttributeSize(MAX_FIELD)
                .setMaxFormBufferedBytes(8192);
    }
}
