package io.reelbus;

import io.reelbus.push.socketio.Peers;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of the cluster as its Socket.IO servers know each other: by their ids in the cluster, which are UUIDs,
 * written in 22 characters. Only a member is ever looked up, whatever a client asks for.
 */
final class Neighbors implements Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbors.class);
    private static final int NAME_LENGTH = 22;
    private static final int ID_BYTES = 16;

    private final Membership membership;
    private final Map<String, SocketAddress> known = new ConcurrentHashMap<>();

    Neighbors(Membership membership) {
        this.membership = membership;
    }

    @Override
    public String here() {
        return name(membership.getNodeId());
    }

    @Override
    public Future<Optional<SocketAddress>> find(String name) {
        SocketAddress address = known.get(name);
        if (address != null) {
            return Future.succeededFuture(Optional.of(address));
        }
        String id = id(name).filter(membership::isMember).orElse("");
        return id.isEmpty() ? Future.succeededFuture(Optional.empty()) : ask(name, id);
    }

    private Future<Optional<SocketAddress>> ask(String name, String id) {
        return membership
                .httpOf(id)
                .map(address -> {
                    address.ifPresent(said -> known.put(name, said));
                    if (membership.isMember(id)) {
                        return address;
                    }
                    // It has gone meanwhile, and nobody will say so again.
                    known.remove(name);
                    return Optional.<SocketAddress>empty();
                })
                .recover(e -> {
                    LOG.atDebug().addKeyValue("id", id).setCause(e).log("a member cannot be looked up");
                    return Future.succeededFuture(Optional.empty());
                });
    }

    @Override
    public void onLeft(Consumer<String> left) {
        membership.onRemoved(() -> known.keySet().stream()
                .filter(name -> id(name).filter(membership::isMember).isEmpty())
                .forEach(name -> {
                    known.remove(name);
                    left.accept(name);
                }));
    }

    static String name(String nodeId) {
        UUID id = UUID.fromString(nodeId);
        byte[] bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The id of which this is the name; empty where it is the name of none. */
    static Optional<String> id(String name) {
        if (name.length() != NAME_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(name));
            String id = new UUID(bytes.getLong(), bytes.getLong()).toString();
            // The last character has bits to spare: one node has one name.
            return name(id).equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
