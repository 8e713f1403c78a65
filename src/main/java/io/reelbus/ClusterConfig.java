package io.reelbus;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How this node finds the others.
 *
 * @param enabled whether it is one of a cluster; alone it opens no port but its own
 * @param name those of another name are left alone; empty: the name in the file
 * @param file a Hazelcast XML file; empty: the {@code cluster.xml} that comes with the program
 * @param members where other nodes listen, each {@code host} or {@code host:port}; any one that runs is enough; without a port, at {@code port}
 * @param serviceDns a name that resolves to all nodes, as a headless service of Kubernetes does; instead of members
 * @param host the address of this machine that other nodes reach; empty: Hazelcast chooses
 * @param port where Hazelcast listens; the next hundred are tried where it is taken
 * @param busPort where the event bus listens; 0: any
 * @param advertise where the other nodes reach this node's HTTP port, {@code host} or {@code host:port}; empty: where it listens
 */
public record ClusterConfig(
        boolean enabled,
        String name,
        String file,
        List<String> members,
        String serviceDns,
        String host,
        int port,
        int busPort,
        String advertise) {
    /** A name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
    private static final Pattern MEMBER =
            Pattern.compile("(?<host>[^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:(?<port>\\d{1,5}))?");

    /** Where a node listens that listens on every address of its machine. */
    private static final Set<String> ALL = Set.of("0.0.0.0", "::");

    public ClusterConfig {
        members = List.copyOf(members);
        for (String member : members) {
            require(isMember(member), "cluster.members: not a host or host:port: \"" + member + "\"");
        }
        require(members.isEmpty() || serviceDns.isEmpty(), "set cluster.members or cluster.serviceDns, not both");
        require(port >= 1 && port <= 65_435, "cluster.port must be 1 to 65435");
        require(
                advertise.isEmpty() || (isMember(advertise) && !advertise.endsWith(":0")),
                "cluster.advertise: not a host or host:port: \"" + advertise + "\"");
        require(busPort >= 0 && busPort <= 65_535, "cluster.busPort must be 0 to 65535");
    }

    /** A member that is named without a port is looked for at this node's own. */
    List<String> membersWithPorts() {
        return members.stream()
                .map(member -> member.matches(".*:\\d+") ? member : member + ":" + port)
                .toList();
    }

    /**
     * Where the other nodes reach the HTTP port of this one.
     *
     * @param listensOn the address it listens on; empty: the loopback
     * @param memberHost the address by which it is a member; for a node that listens on all
     */
    SocketAddress advertised(String listensOn, int httpPort, String memberHost) {
        Matcher given = MEMBER.matcher(advertise);
        if (given.matches()) {
            String named = given.group("port");
            return address(given.group("host"), named == null ? httpPort : Integer.parseInt(named));
        }
        if (ALL.contains(listensOn)) {
            return address(host.isEmpty() ? memberHost : host, httpPort);
        }
        return address(listensOn.isEmpty() ? "127.0.0.1" : listensOn, httpPort);
    }

    private static SocketAddress address(String host, int port) {
        return SocketAddress.inetSocketAddress(port, host.replaceAll("[\\[\\]]", ""));
    }

    private static boolean isMember(String text) {
        Matcher member = MEMBER.matcher(text);
        return member.matches() && (member.group("port") == null || Integer.parseInt(member.group("port")) <= 65_535);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
