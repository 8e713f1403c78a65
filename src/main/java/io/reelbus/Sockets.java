package io.reelbus;

import io.reelbus.http.ClientAddress;
import io.reelbus.http.Routes;
import io.reelbus.push.Connections;
import io.reelbus.push.FileProcessing;
import io.reelbus.push.PushConfig;
import io.reelbus.push.PushMeters;
import io.reelbus.push.Rooms;
import io.reelbus.push.RoomsVerticle;
import io.reelbus.push.SocketIoRoutes;
import io.reelbus.push.iterator.StoryIterators;
import io.reelbus.push.iterator.SubscribeRoutes;
import io.reelbus.push.poll.HeldPolls;
import io.reelbus.push.socketio.Peers;
import io.reelbus.push.socketio.SocketIoOptions;
import io.reelbus.push.socketio.SocketIoServer;
import io.reelbus.push.sockjs.SockJsRoutes;
import io.reelbus.push.sockjs.SockJsSockets;
import io.reelbus.push.sse.SseRoutes;
import io.reelbus.push.sse.StoryStreams;
import io.reelbus.push.ws.RawSocketRoutes;
import io.reelbus.push.ws.RawSockets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/** The sockets that a node holds, of all transports, and the rooms behind them. */
record Sockets(
        Rooms rooms,
        SocketIoServer socketIo,
        RawSockets raw,
        SockJsSockets sockJs,
        SockJsSockets eventBus,
        StoryStreams streams,
        HeldPolls polls,
        StoryIterators iterators) {
    static Future<Sockets> open(Parts parts) {
        Promise<Rooms> opened = Promise.promise();
        PushMeters meters = new PushMeters(parts.metrics().registry());
        var verticle = new RoomsVerticle(
                parts.stores().jobs(), parts.topics(), parts.config().push(), meters, opened);
        return parts.vertx()
                .deployVerticle(verticle)
                .compose(deployed -> opened.future())
                .map(rooms -> of(parts, rooms));
    }

    private static Sockets of(Parts parts, Rooms rooms) {
        PushConfig config = parts.config().push();
        var addresses = new ClientAddress(parts.config().http().trustedProxies());
        var connections = new Connections(config, addresses, rooms.meters());
        SocketIoServer socketIo = new SocketIoServer(
                parts.vertx(),
                options(parts.config()),
                parts.joined().membership().<Peers>map(Neighbors::new).orElse(Peers.NONE));
        socketIo.allowRequest(connections::enter);
        rooms.meters().relayed(socketIo.relayed());
        rooms.meters().sockets("socket.io", socketIo::sessions);
        FileProcessing files = new FileProcessing(rooms);
        socketIo.namespace(FileProcessing.NAMESPACE, files, files);
        return new Sockets(
                rooms,
                socketIo,
                new RawSockets(rooms, config, connections),
                SockJsSockets.ofFrames(rooms, config, connections),
                SockJsSockets.ofBridge(parts.vertx(), rooms, config, connections),
                new StoryStreams(rooms, config, connections),
                new HeldPolls(rooms, config, connections),
                new StoryIterators(rooms, connections));
    }

    private static SocketIoOptions options(NodeConfig config) {
        SocketIoOptions defaults = SocketIoOptions.defaults();
        return new SocketIoOptions(
                defaults.path(),
                Duration.ofMillis(config.push().pingIntervalMs()),
                Duration.ofMillis(config.push().pingTimeoutMs()),
                config.push().maxPayloadBytes(),
                defaults.connectTimeout(),
                defaults.upgradeTimeout(),
                config.push().maxOutboxBytes(),
                defaults.maxAttachments());
    }

    /** What a bridge answers. */
    List<Routes> routes(Parts parts) {
        List<String> origins = parts.config().http().allowedOrigins();
        return List.of(
                new SocketIoRoutes(socketIo),
                new RawSocketRoutes(raw),
                new SockJsRoutes(parts.vertx(), "/sockjs", sockJs, origins),
                new SockJsRoutes(parts.vertx(), "/eventbus", eventBus, origins),
                new SseRoutes(streams),
                new SubscribeRoutes(iterators));
    }

    /** Closes all of them so that their clients come back, here or to another node, and takes no new ones. */
    Future<Void> close() {
        return Future.join(List.of(
                        socketIo.close(),
                        raw.close(),
                        sockJs.close(),
                        eventBus.close(),
                        streams.close(),
                        polls.close(),
                        iterators.close()))
                .mapEmpty();
    }
}
