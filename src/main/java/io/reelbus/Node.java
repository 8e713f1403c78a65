package io.reelbus;

import io.reelbus.http.Draining;
import io.reelbus.http.HttpVerticle;
import io.reelbus.transcode.FfmpegView;
import io.reelbus.transcode.TranscodeVerticle;
import io.reelbus.transcode.Transcoder;
import io.reelbus.transcode.WorkMeters;
import io.reelbus.transcode.WorkTools;
import io.reelbus.video.RetentionVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: configuration, then stores, then verticles, then ready. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Parts parts;
    private final Optional<Sockets> sockets;
    private final int port;

    private Node(Parts parts, Optional<Sockets> sockets, int port) {
        this.parts = parts;
        this.sockets = sockets;
        this.port = port;
    }

    /** Starts a node; what has been opened is closed again where a later step fails. */
    public static Future<Node> start(NodeConfig config) {
        return start(config, OwnProfiles::of);
    }

    /** The same, with these profiles: for tests of what an ffmpeg lacks. */
    static Future<Node> start(NodeConfig config, Function<Stores, List<ProfileOffer>> profiles) {
        // A promise without a context: one of this Vert.x would wait for event loops that are no more.
        Promise<Node> started = Promise.promise();
        Clustering.start(config.cluster(), NodeName.of(config))
                .onFailure(started::fail)
                .onSuccess(joined -> Stores.open(joined.vertx(), config)
                        .compose(stores -> deploy(Parts.of(joined, config, stores, profiles.apply(stores)))
                                .recover(trouble -> undeploy(joined.vertx())
                                        .eventually(() -> stores.close(joined.vertx()))
                                        .transform(closed -> Future.failedFuture(trouble))))
                        .onSuccess(started::complete)
                        .onFailure(trouble -> joined.vertx().close().onComplete(closed -> started.fail(trouble))));
        return started.future();
    }

    private static Future<?> undeploy(Vertx vertx) {
        return Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList());
    }

    private static Future<Node> deploy(Parts parts) {
        // A node that takes uploads alone has rooms too, for those who poll it.
        Future<Optional<Sockets>> sockets =
                parts.config().has(Role.BRIDGE) || parts.config().has(Role.HTTP)
                        ? Sockets.open(parts).map(Optional::of)
                        : Future.succeededFuture(Optional.empty());
        return sockets.compose(open -> Inside.open(parts, open.map(Sockets::rooms))
                .compose(inside -> listen(parts, open, inside)
                        .compose(port -> begin(parts, inside).map(begun -> new Node(parts, open, port)))));
    }

    /** What a node does by itself, once it can be asked. */
    private static Future<?> begin(Parts parts, Inside inside) {
        return (parts.config().has(Role.HTTP) ? keep(parts) : Future.succeededFuture())
                .compose(keeping -> parts.config().has(Role.WORKER) ? work(parts) : Future.succeededFuture())
                .compose(working -> parts.vertx().deployVerticle(new UnservedVerticle(inside.unserved())));
    }

    /** Complete with the port. */
    private static Future<Integer> listen(Parts parts, Optional<Sockets> sockets, Inside inside) {
        NodeConfig config = parts.config();
        AtomicInteger port = new AtomicInteger();
        var routes = NodeRoutes.of(parts, sockets, inside);
        return parts.vertx()
                .deployVerticle(
                        () -> new HttpVerticle(config.http(), config.publicUrl(), routes, port::set),
                        new DeploymentOptions().setInstances(config.http().loops()))
                .compose(listening -> advertise(parts, port.get()))
                .map(said -> {
                    inside.listening(address(config, port.get()));
                    return port.get();
                });
    }

    private static Future<Void> advertise(Parts parts, int port) {
        return parts.joined()
                .membership()
                .map(membership -> membership.advertise(parts.config()
                        .cluster()
                        .advertised(parts.config().http().host(), port, membership.host())))
                .orElse(Future.succeededFuture());
    }

    private static Future<?> keep(Parts parts) {
        return parts.vertx().deployVerticle(new RetentionVerticle(RetentionSteps.of(parts)));
    }

    private static Future<?> work(Parts parts) {
        NodeConfig config = parts.config();
        Stores stores = parts.stores();
        int slots = config.transcode().effectiveSlots();
        FfmpegView.warn();
        OwnProfiles.warn(parts.profiles().offers());
        WorkTools tools = new WorkTools(
                parts.vertx(),
                stores.jobs(),
                stores.media(),
                parts.topics(),
                parts.links(),
                new Transcoder(parts.vertx(), config.transcode(), stores.ffmpeg()),
                stores.profiles(),
                stores.scratch(),
                config.store().leaseSeconds(),
                parts.draining(),
                new WorkMeters(parts.metrics().registry(), slots),
                parts.profiles().served());
        AtomicInteger slot = new AtomicInteger();
        return parts.vertx()
                .deployVerticle(
                        () -> new TranscodeVerticle(tools, parts.name() + "/slot-" + slot.incrementAndGet()),
                        new DeploymentOptions().setInstances(slots));
    }

    /** Begun when the node is told to stop. */
    Draining draining() {
        return parts.draining();
    }

    /** For what tests and benchmarks add to a node in its own process. */
    Vertx vertx() {
        return parts.vertx();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Its bus, for tests. */
    EventBus bus() {
        return parts.vertx().eventBus();
    }

    /** Open Socket.IO sessions, for tests. */
    int socketIoSessions() {
        return sockets.map(open -> open.socketIo().sessions()).orElse(0);
    }

    /** The address to open in a browser on this machine. */
    String address() {
        return address(parts.config(), port);
    }

    private static String address(NodeConfig config, int port) {
        String host = config.http().host();
        boolean local = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        String named = local ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + named + ":" + port;
    }

    /**
     * Takes nothing new, sends the clients of sockets elsewhere, waits for uploads and attempts under way as long as
     * it may, then stops: verticles end, which gives back the leases of what is not done, the stores close, and the
     * node leaves its cluster.
     */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        Draining draining = parts.draining();
        int seconds = parts.config().drainSeconds();
        draining.begin();
        parts.joined().beginToLeave();
        LOG.atInfo().addKeyValue("seconds", seconds).log("draining");
        sockets.map(Sockets::close)
                .orElse(Future.succeededFuture())
                .eventually(() -> seconds == 0
                        ? Future.succeededFuture()
                        : draining.quiet().timeout(seconds, TimeUnit.SECONDS))
                .eventually(() -> undeploy(parts.vertx()))
                // The store's threads are Vert.x's, so it closes before Vert.x does, but after all who write to it.
                .eventually(() -> parts.stores().close(parts.vertx()))
                .onComplete(closed -> parts.vertx().close().onComplete(stopped));
        return stopped.future();
    }
}
