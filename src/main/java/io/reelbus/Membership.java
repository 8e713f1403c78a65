package io.reelbus;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * This node's membership of its cluster, and what the members say of themselves. Vert.x takes back each registration of the bus by itself, one after the
 * other: with 5,000 watched files a node needed 5 s to leave. The others forget all that a member had registered when
 * it is gone, as they must for one that has died, so a member that leaves takes nothing back.
 */
final class Membership extends HazelcastClusterManager {
    /** Where a member takes HTTP requests, {@code {host, port}}; part of what the cluster keeps of it. */
    private static final String HTTP = "http";

    private final List<Runnable> onRemoved = new CopyOnWriteArrayList<>();
    private volatile boolean leaving;

    Membership(Config config) {
        super(config);
    }

    /** From now on nothing is taken back: this member is about to be gone. */
    void beginToLeave() {
        leaving = true;
    }

    /** Says to all members where this one takes HTTP requests: its port is known only when it listens. */
    Future<Void> advertise(SocketAddress address) {
        NodeInfo own = getNodeInfo();
        JsonObject metadata =
                own.metadata() == null ? new JsonObject() : own.metadata().copy();
        metadata.put(HTTP, new JsonObject().put("host", address.host()).put("port", address.port()));
        Promise<Void> said = Promise.promise();
        setNodeInfo(new NodeInfo(own.host(), own.port(), metadata), said);
        return said.future();
    }

    /** The address by which this node is a member. */
    String host() {
        String published = clusterPublicHost();
        return published == null
                ? getHazelcastInstance()
                        .getCluster()
                        .getLocalMember()
                        .getAddress()
                        .getHost()
                : published;
    }

    /** Where the member of this id takes HTTP requests; empty while it has not said so. */
    Future<Optional<SocketAddress>> httpOf(String nodeId) {
        Promise<NodeInfo> info = Promise.promise();
        getNodeInfo(nodeId, info);
        return info.future()
                .map(member -> Optional.ofNullable(member.metadata())
                        .map(metadata -> metadata.getJsonObject(HTTP))
                        .map(http -> SocketAddress.inetSocketAddress(http.getInteger("port"), http.getString("host"))));
    }

    /** Whether the node of this id is a member; what this one has been told, without asking anybody. */
    boolean isMember(String nodeId) {
        return isActive() && getNodes().contains(nodeId);
    }

    /** Runs when members are gone, on a thread of Hazelcast's. */
    void onRemoved(Runnable removed) {
        onRemoved.add(removed);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        // First, for what follows waits for the cluster.
        onRemoved.forEach(Runnable::run);
        super.memberRemoved(event);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        if (leaving) {
            done.succeed();
        } else {
            super.removeRegistration(address, registration, done);
        }
    }
}
