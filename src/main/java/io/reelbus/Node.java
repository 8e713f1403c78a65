package io.reelbus;

import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.HealthRoutes;
import io.reelbus.http.HttpVerticle;
import io.reelbus.http.Links;
import io.reelbus.http.MetricsRoutes;
import io.reelbus.http.PageRoutes;
import io.reelbus.http.Routes;
import io.reelbus.push.FileProcessing;
import io.reelbus.push.PushMeters;
import io.reelbus.push.Rooms;
import io.reelbus.push.RoomsVerticle;
import io.reelbus.push.SocketIoRoutes;
import io.reelbus.push.poll.PollRoutes;
import io.reelbus.push.socketio.SocketIoOptions;
import io.reelbus.push.socketio.SocketIoServer;
import io.reelbus.push.ws.RawSocketRoutes;
import io.reelbus.transcode.Profile;
import io.reelbus.transcode.TranscodeVerticle;
import io.reelbus.transcode.Transcoder;
import io.reelbus.transcode.WorkMeters;
import io.reelbus.transcode.WorkTools;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.UploadRoutes;
import io.reelbus.video.ControlRoutes;
import io.reelbus.video.JobControl;
import io.reelbus.video.VideoRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One running node: configuration, then stores, then verticles, then ready. */
public final class Node {
    private final Vertx vertx;
    private final NodeConfig config;
    private final Stores stores;
    private final SocketIoServer socketIo;
    private final Draining draining;
    private final int port;

    private Node(Vertx vertx, NodeConfig config, Stores stores, SocketIoServer socketIo, Draining draining, int port) {
        this.vertx = vertx;
        this.config = config;
        this.stores = stores;
        this.socketIo = socketIo;
        this.draining = draining;
        this.port = port;
    }

    /** Starts a node; what has been opened is closed again where a later step fails. */
    public static Future<Node> start(NodeConfig config) {
        // A promise without a context: one of this Vert.x would wait for event loops that are no more.
        Promise<Node> started = Promise.promise();
        Clustering.start(config.cluster())
                .onFailure(started::fail)
                .onSuccess(joined -> Stores.open(joined.vertx(), config)
                        .compose(stores -> deploy(joined, config, stores)
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

    private static Future<Node> deploy(Clustering.Joined joined, NodeConfig config, Stores stores) {
        Vertx vertx = joined.vertx();
        String name = NodeName.of(config);
        EventLoops loops = new EventLoops(vertx);
        Metrics metrics = new Metrics(vertx, name, loops, stores.jobs());
        Topics topics = new Topics(vertx.eventBus(), metrics.registry());
        Draining draining = new Draining();
        Links links = new Links(config.publicUrl());
        SocketIoServer socketIo = new SocketIoServer(vertx, socketIoOptions(config));
        AtomicInteger port = new AtomicInteger();
        return rooms(vertx, config, stores, topics, metrics)
                .compose(rooms -> {
                    rooms.meters().sockets("socket.io", socketIo::sessions);
                    socketIo.namespace(FileProcessing.NAMESPACE, new FileProcessing(rooms, config.push()));
                    List<Routes> routes = new ArrayList<>(List.of(
                            new HealthRoutes(
                                    vertx,
                                    NodeChecks.live(loops),
                                    NodeChecks.ready(joined, config, name, stores, topics, draining)),
                            new MetricsRoutes(metrics::scrape)));
                    if (config.has(Role.HTTP)) {
                        routes.add(new UploadRoutes(new Ingest(
                                config.upload(),
                                stores.media(),
                                stores.jobs(),
                                stores.unfinished(),
                                topics,
                                links,
                                metrics.registry())));
                        routes.add(new VideoRoutes(stores.jobs(), stores.media()));
                        var control = new JobControl(stores.jobs(), stores.media(), stores.unfinished(), topics);
                        routes.add(new ControlRoutes(stores.jobs(), control, links));
                        routes.add(new PageRoutes());
                    }
                    if (config.has(Role.BRIDGE)) {
                        routes.add(new SocketIoRoutes(socketIo));
                        routes.add(new RawSocketRoutes(rooms, config.push()));
                    }
                    if (config.has(Role.HTTP) || config.has(Role.BRIDGE)) {
                        routes.add(new PollRoutes(stores.jobs()));
                    }
                    return vertx.deployVerticle(
                            () -> new HttpVerticle(config.http(), config.publicUrl(), routes, port::set),
                            new DeploymentOptions().setInstances(config.http().loops()));
                })
                .compose(deployed -> config.has(Role.WORKER)
                        ? deployWorkers(vertx, config, name, stores, topics, links, metrics)
                        : Future.succeededFuture())
                .map(deployed -> new Node(vertx, config, stores, socketIo, draining, port.get()));
    }

    private static Future<Rooms> rooms(Vertx vertx, NodeConfig config, Stores stores, Topics topics, Metrics metrics) {
        PushMeters meters = new PushMeters(metrics.registry());
        Promise<Rooms> rooms = Promise.promise();
        return vertx.deployVerticle(new RoomsVerticle(stores.jobs(), topics, config.push(), meters, rooms))
                .compose(deployed -> rooms.future());
    }

    private static Future<String> deployWorkers(
            Vertx vertx, NodeConfig config, String name, Stores stores, Topics topics, Links links, Metrics metrics) {
        int slots = config.transcode().effectiveSlots();
        WorkTools tools = new WorkTools(
                vertx,
                stores.jobs(),
                stores.media(),
                topics,
                links,
                new Transcoder(vertx, config.transcode(), stores.ffmpeg(), Profile.web()),
                stores.scratch(),
                config.store().leaseSeconds(),
                new WorkMeters(metrics.registry(), slots));
        AtomicInteger slot = new AtomicInteger();
        return vertx.deployVerticle(
                () -> new TranscodeVerticle(tools, name + "/slot-" + slot.incrementAndGet()),
                new DeploymentOptions().setInstances(slots));
    }

    private static SocketIoOptions socketIoOptions(NodeConfig config) {
        SocketIoOptions defaults = SocketIoOptions.defaults();
        return new SocketIoOptions(
                defaults.path(),
                Duration.ofMillis(config.push().pingIntervalMs()),
                Duration.ofMillis(config.push().pingTimeoutMs()),
                config.push().maxPayloadBytes(),
                defaults.connectTimeout(),
                defaults.upgradeTimeout());
    }

    /** Begun when the node is told to stop; see there who asks it. */
    Draining draining() {
        return draining;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The rooms' neighbours in tests: open Socket.IO sessions. */
    int socketIoSessions() {
        return socketIo.sessions();
    }

    /** The address to open in a browser on this machine. */
    String address() {
        String host = config.http().host();
        boolean local = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        String named = local ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + named + ":" + port;
    }

    /** Stops: clients are sent to come back, verticles end, then the stores close. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        draining.begin();
        // The store's threads are Vert.x's, so it closes before Vert.x does, but after all who write to it.
        socketIo.close()
                .eventually(() -> undeploy(vertx))
                .eventually(() -> stores.close(vertx))
                .onComplete(closed -> vertx.close().onComplete(stopped));
        return stopped.future();
    }
}
