package io.reelbus;

import io.reelbus.bus.Topics;
import io.reelbus.http.HttpVerticle;
import io.reelbus.http.Links;
import io.reelbus.http.PageRoutes;
import io.reelbus.http.Routes;
import io.reelbus.push.FileProcessing;
import io.reelbus.push.Rooms;
import io.reelbus.push.RoomsVerticle;
import io.reelbus.push.SocketIoRoutes;
import io.reelbus.push.poll.PollRoutes;
import io.reelbus.push.socketio.SocketIoOptions;
import io.reelbus.push.socketio.SocketIoServer;
import io.reelbus.push.ws.RawSocketRoutes;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.Sweep;
import io.reelbus.transcode.FfmpegBinary;
import io.reelbus.transcode.FfmpegLocator;
import io.reelbus.transcode.Profile;
import io.reelbus.transcode.Scratch;
import io.reelbus.transcode.TranscodeVerticle;
import io.reelbus.transcode.Transcoder;
import io.reelbus.transcode.WorkTools;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.UploadRoutes;
import io.reelbus.video.VideoRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One running node: configuration, then stores, then verticles, then ready. */
public final class Node {
    private final Vertx vertx;
    private final NodeConfig config;
    private final Stores stores;
    private final SocketIoServer socketIo;
    private final int port;

    private Node(Vertx vertx, NodeConfig config, Stores stores, SocketIoServer socketIo, int port) {
        this.vertx = vertx;
        this.config = config;
        this.stores = stores;
        this.socketIo = socketIo;
        this.port = port;
    }

    /** The stores of a node, open. */
    private record Stores(
            DataFolder folder, JobStore jobs, DirectoryStore media, Scratch scratch, FfmpegBinary ffmpeg) {
        Future<Void> close(Vertx vertx) {
            return jobs.close().eventually(() -> unlock(vertx, folder));
        }
    }

    /** Starts a node; what has been opened is closed again where a later step fails. */
    public static Future<Node> start(NodeConfig config) {
        Vertx vertx = Vertx.vertx(vertxOptions());
        // A promise without a context: one of this Vert.x would wait for event loops that are no more.
        Promise<Node> started = Promise.promise();
        openStores(vertx, config)
                .compose(stores -> deploy(vertx, config, stores)
                        .recover(trouble -> undeploy(vertx)
                                .eventually(() -> stores.close(vertx))
                                .transform(closed -> Future.failedFuture(trouble))))
                .onSuccess(started::complete)
                .onFailure(trouble -> vertx.close().onComplete(closed -> started.fail(trouble)));
        return started.future();
    }

    /**
     * Vert.x would look for files on the class path too, and unpack what it finds into a cache. Where the working
     * folder is on the class path it copied the open database, and closing its copy's source let go of our locks.
     */
    private static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    private static Future<?> undeploy(Vertx vertx) {
        return Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList());
    }

    private static Future<Stores> openStores(Vertx vertx, NodeConfig config) {
        Future<FfmpegBinary> ffmpeg =
                vertx.executeBlocking(() -> FfmpegLocator.find(config.transcode(), config.data()), false);
        return vertx.executeBlocking(() -> DataFolder.lock(config.data()), false)
                .compose(folder -> JobStore.open(vertx, config.store(), config.data())
                        .compose(jobs -> DirectoryStore.open(
                                        vertx, config.data().resolve("media"))
                                .compose(media -> Sweep.run(jobs, media)
                                        .compose(swept -> Scratch.open(
                                                vertx, config.data().resolve("scratch")))
                                        .compose(scratch ->
                                                ffmpeg.map(found -> new Stores(folder, jobs, media, scratch, found))))
                                .recover(trouble -> jobs.close().transform(closed -> Future.failedFuture(trouble))))
                        .recover(trouble -> unlock(vertx, folder).transform(unlocked -> Future.failedFuture(trouble))));
    }

    private static Future<Void> unlock(Vertx vertx, DataFolder folder) {
        return vertx.executeBlocking(
                () -> {
                    folder.close();
                    return null;
                },
                false);
    }

    private static Future<Node> deploy(Vertx vertx, NodeConfig config, Stores stores) {
        Topics topics = new Topics(vertx.eventBus());
        Links links = new Links(config.publicUrl());
        SocketIoServer socketIo = new SocketIoServer(vertx, socketIoOptions(config));
        AtomicInteger port = new AtomicInteger();
        return rooms(vertx, config, stores, topics)
                .compose(rooms -> {
                    socketIo.namespace(FileProcessing.NAMESPACE, new FileProcessing(rooms, config.push()));
                    List<Routes> routes = List.of(
                            new UploadRoutes(new Ingest(config.upload(), stores.media(), stores.jobs(), topics, links)),
                            new VideoRoutes(stores.jobs(), stores.media(), topics),
                            new PollRoutes(stores.jobs()),
                            new SocketIoRoutes(socketIo),
                            new RawSocketRoutes(rooms, config.push()),
                            new PageRoutes());
                    return vertx.deployVerticle(
                            () -> new HttpVerticle(config.http(), config.publicUrl(), routes, port::set),
                            new DeploymentOptions().setInstances(config.http().loops()));
                })
                .compose(deployed -> deployWorkers(vertx, config, stores, topics, links))
                .map(deployed -> new Node(vertx, config, stores, socketIo, port.get()));
    }

    private static Future<Rooms> rooms(Vertx vertx, NodeConfig config, Stores stores, Topics topics) {
        Promise<Rooms> rooms = Promise.promise();
        return vertx.deployVerticle(new RoomsVerticle(stores.jobs(), topics, config.push(), rooms))
                .compose(deployed -> rooms.future());
    }

    private static Future<String> deployWorkers(
            Vertx vertx, NodeConfig config, Stores stores, Topics topics, Links links) {
        WorkTools tools = new WorkTools(
                vertx,
                stores.jobs(),
                stores.media(),
                topics,
                links,
                new Transcoder(vertx, config.transcode(), stores.ffmpeg(), Profile.web()),
                stores.scratch(),
                config.store().leaseSeconds());
        AtomicInteger slot = new AtomicInteger();
        return vertx.deployVerticle(
                () -> new TranscodeVerticle(tools, "slot-" + slot.incrementAndGet()),
                new DeploymentOptions().setInstances(config.transcode().effectiveSlots()));
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
        // The store's threads are Vert.x's, so it closes before Vert.x does, but after all who write to it.
        socketIo.close()
                .eventually(() -> undeploy(vertx))
                .eventually(() -> stores.close(vertx))
                .onComplete(closed -> vertx.close().onComplete(stopped));
        return stopped.future();
    }
}
