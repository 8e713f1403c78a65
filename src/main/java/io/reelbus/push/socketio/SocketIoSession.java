package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of one client, one per namespace it joined, which share one engine session. */
final class SocketIoSession implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoSession.class);

    private final Owner owner;
    private final Map<String, Namespace> namespaces;
    private final Admission.Admitted admitted;
    private final Link link;
    private final PacketReader reader;
    private final Owner.Timer connectTimer;
    private final Map<String, NamespaceSocket> sockets = new LinkedHashMap<>();

    /** Gives the client its time to join one of these namespaces. */
    SocketIoSession(
            Owner owner,
            SocketIoOptions options,
            Map<String, Namespace> namespaces,
            Admission.Admitted admitted,
            Link link) {
        this.owner = owner;
        this.namespaces = namespaces;
        this.admitted = admitted;
        this.link = link;
        this.reader = new PacketReader(options.maxAttachments());
        this.connectTimer = owner.after(options.connectTimeout(), () -> link.close(Reason.FORCED_CLOSE));
    }

    @Override
    public void onText(String text) {
        try {
            receive(reader.text(text));
        } catch (MalformedException e) {
            malformed(e);
        }
    }

    @Override
    public void onBinary(Buffer data) {
        try {
            receive(reader.binary(data));
        } catch (MalformedException e) {
            malformed(e);
        }
    }

    private void malformed(MalformedException e) {
        LOG.debug("A client broke the protocol: {}", e.getMessage());
        link.close(Reason.PARSE_ERROR);
    }

    private void receive(@Nullable Packet packet) throws MalformedException {
        if (packet == null) {
            return;
        }
        switch (packet.type()) {
            case CONNECT -> connect(packet.namespace(), packet.data());
            case DISCONNECT -> leave(packet.namespace());
            case EVENT, BINARY_EVENT -> joined(packet).receive(packet.id(), array(packet));
            case ACK, BINARY_ACK -> joined(packet).acked(id(packet), array(packet));
            case CONNECT_ERROR -> throw new MalformedException("only a server refuses to connect");
        }
    }

    private static JsonArray array(Packet packet) throws MalformedException {
        if (packet.data() instanceof JsonArray array) {
            return array;
        }
        throw new MalformedException("no arguments");
    }

    private static long id(Packet packet) throws MalformedException {
        if (packet.id() == null) {
            throw new MalformedException("an ack of nothing");
        }
        return packet.id();
    }

    private NamespaceSocket joined(Packet packet) throws MalformedException {
        NamespaceSocket socket = sockets.get(packet.namespace());
        if (socket == null || !socket.isJoined()) {
            throw new MalformedException("the client has not joined this namespace");
        }
        return socket;
    }

    private void connect(String namespace, @Nullable Object data) throws MalformedException {
        Namespace joining = namespaces.get(namespace);
        if (joining == null) {
            var error = new JsonObject().put("message", "Invalid namespace");
            link.send(PacketWriter.plain(PacketType.CONNECT_ERROR, namespace, error));
            return;
        }
        if (sockets.containsKey(namespace)) {
            throw new MalformedException("the client has joined this namespace already");
        }
        JsonObject auth = data instanceof JsonObject object ? object : new JsonObject();
        Recovery recovery = joining.recovery(auth);
        if (recovery == null) {
            join(namespace, joining, auth);
        } else {
            recover(namespace, joining, auth, recovery);
        }
    }

    private void join(String namespace, Namespace joining, JsonObject auth) {
        var socket = new NamespaceSocket(namespace, joining.newPid(), auth, owner, this, link);
        sockets.put(namespace, socket);
        // Before the handler runs: a client takes no event of a namespace it is not in yet.
        answer(socket);
        socket.connected(joining.onConnect());
    }

    /** Until it is answered the client is not in the namespace, and its time to join one runs on. */
    private void recover(String namespace, Namespace joining, JsonObject auth, Recovery recovery) {
        var socket = new NamespaceSocket(namespace, auth.getString("pid"), auth, owner, this, link);
        sockets.put(namespace, socket);
        socket.recover(recovery, auth.getString("offset"), recovered -> {
            if (sockets.get(namespace) != socket) {
                return;
            }
            if (recovered) {
                answer(socket);
            } else {
                sockets.remove(namespace);
                socket.leave(Reason.FORCED_CLOSE);
                join(namespace, joining, auth);
            }
        });
    }

    private void answer(NamespaceSocket socket) {
        connectTimer.cancel();
        JsonObject ids = new JsonObject().put("sid", socket.sid());
        if (socket.pid() != null) {
            ids.put("pid", socket.pid());
        }
        socket.joined();
        link.send(PacketWriter.plain(PacketType.CONNECT, socket.namespace(), ids));
    }

    /** A client may leave a namespace that it was just sent away from. */
    private void leave(String namespace) {
        NamespaceSocket socket = sockets.remove(namespace);
        if (socket != null) {
            end(socket);
            socket.leave(Reason.CLIENT_DISCONNECT);
        }
    }

    private void end(NamespaceSocket socket) {
        Namespace left = namespaces.get(socket.namespace());
        if (left != null) {
            left.end(socket.pid());
        }
    }

    Admission.Admitted admitted() {
        return admitted;
    }

    void disconnect(NamespaceSocket socket) {
        if (sockets.remove(socket.namespace(), socket)) {
            end(socket);
            link.send(PacketWriter.plain(PacketType.DISCONNECT, socket.namespace(), null));
            socket.leave(Reason.SERVER_DISCONNECT);
        }
    }

    void disconnectAll() {
        List.copyOf(sockets.values()).forEach(this::disconnect);
        link.closeAfterFlush(Reason.FORCED_CLOSE);
    }

    @Override
    public void onDrain() {
        List.copyOf(sockets.values()).forEach(NamespaceSocket::drained);
    }

    @Override
    public void onClose(String reason) {
        connectTimer.cancel();
        reader.clear();
        List<NamespaceSocket> left = List.copyOf(sockets.values());
        sockets.clear();
        left.forEach(socket -> socket.leave(reason));
    }
}
