package io.reelbus;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Makes the Vert.x of a node: alone, or one of a cluster that Hazelcast holds together. */
final class Clustering {
    /** A connection of the bus to a node that does not answer is given up after so many milliseconds. */
    private static final int BUS_CONNECT_MS = 2_000;

    private static final int BUS_PING_MS = 2_000;

    /** Where a member says its node's name, so that the others know it without asking. */
    private static final String NAME = "name";

    private Clustering() {}

    /** A Vert.x, and where it is one of a cluster the member that holds it there. */
    record Joined(Vertx vertx, Optional<Membership> membership) {
        Optional<HazelcastInstance> member() {
            return membership.map(Membership::getHazelcastInstance);
        }

        void beginToLeave() {
            membership.ifPresent(Membership::beginToLeave);
        }
    }

    /**
     * Complete once the node, of this name, is a member. Blocks for the lookup of its own address; throws IllegalArgumentException
     * where the settings cannot be used on this machine.
     */
    static Future<Joined> start(ClusterConfig config, String name) {
        if (!config.enabled()) {
            return Future.succeededFuture(
                    new Joined(Vertx.vertx(options()).exceptionHandler(new Unhandled()), Optional.empty()));
        }
        // Hazelcast reads it before it reads its configuration, and would log past ours.
        System.setProperty("hazelcast.logging.type", "slf4j");
        EventBusOptions bus = new EventBusOptions()
                .setPort(config.busPort())
                .setConnectTimeout(BUS_CONNECT_MS)
                .setClusterPingInterval(BUS_PING_MS)
                .setClusterPingReplyInterval(BUS_PING_MS);
        if (!config.host().isEmpty()) {
            bus.setHost(address(config.host()));
        }
        Config hazelcast = hazelcast(config);
        hazelcast.getMemberAttributeConfig().setAttribute(NAME, name);
        Membership cluster = new Membership(hazelcast);
        return Vertx.builder()
                .withTransport(GatheringTransport.best())
                .with(options().setEventBusOptions(bus))
                .withClusterManager(cluster)
                .buildClustered()
                .map(vertx -> new Joined(vertx.exceptionHandler(new Unhandled()), Optional.of(cluster)));
    }

    /** The name of the node that is this member. */
    static String name(Member member) {
        String name = member.getAttribute(NAME);
        return name == null ? String.valueOf(member.getUuid()) : name;
    }

    /**
     * Vert.x would look for files on the class path too, and unpack what it finds into a cache. Where the working
     * folder is on the class path it copied the open database, and closing its copy's source let go of our locks.
     */
    private static VertxOptions options() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    /** The file's settings, with what this node says of itself and of the others. */
    static Config hazelcast(ClusterConfig config) {
        Config hazelcast = read(config.file());
        if (!config.name().isEmpty()) {
            hazelcast.setClusterName(config.name());
        }
        NetworkConfig network =
                hazelcast.getNetworkConfig().setPort(config.port()).setPortAutoIncrement(true);
        if (!config.host().isEmpty()) {
            network.getInterfaces().setEnabled(true).clear().addInterface(address(config.host()));
        }
        JoinConfig join = network.getJoin();
        if (!config.serviceDns().isEmpty()) {
            join.getTcpIpConfig().setEnabled(false);
            join.getKubernetesConfig()
                    .setEnabled(true)
                    .setProperty("service-dns", config.serviceDns())
                    .setProperty("service-port", Integer.toString(config.port()));
        } else if (!config.members().isEmpty()) {
            join.getTcpIpConfig().setEnabled(true).setMembers(config.membersWithPorts());
        }
        return hazelcast;
    }

    private static Config read(String file) {
        try (InputStream in = file.isEmpty()
                ? Objects.requireNonNull(Clustering.class.getResourceAsStream("/cluster.xml"), "no cluster.xml")
                : Files.newInputStream(Path.of(file))) {
            return new XmlConfigBuilder(in).build();
        } catch (IOException e) {
            throw new IllegalArgumentException("cluster.file cannot be read: " + file, e);
        } catch (InvalidConfigurationException e) {
            throw new IllegalArgumentException(
                    "cluster.file is not a Hazelcast configuration: " + file + ": " + StartTrouble.firstLine(e), e);
        }
    }

    private static String address(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw new IllegalArgumentException("cluster.host is not an address of this machine: " + host);
            }
            return address.getHostAddress();
        } catch (UnknownHostException | SocketException e) {
            throw new IllegalArgumentException("cluster.host has no address: " + host, e);
        }
    }
}
