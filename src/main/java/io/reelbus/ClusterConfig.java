package io.reelbus;

import java.util.List;
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
 */
public record ClusterConfig(
        boolean enabled,
        String name,
        String file,
        List<String> members,
        String serviceDns,
        String host,
        int port,
        int busPort) {
    /** A name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
    private static final Pattern MEMBER = Pattern.compile("([^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:(?<port>\\d{1,5}))?");

    public ClusterConfig {
        members = List.copyOf(members);
        for (String member : members) {
            require(isMember(member), "cluster.members: not a host or host:port: \"" + member + "\"");
        }
        require(members.isEmpty() || serviceDns.isEmpty(), "set cluster.members or cluster.serviceDns, not both");
        require(port >= 1 && port <= 65_435, "cluster.port must be 1 to 65435");
        require(busPort >= 0 && busPort <= 65_535, "cluster.busPort must be 0 to 65535");
    }

    /** A member that is named without a port is looked for at this node's own. */
    List<String> membersWithPorts() {
        return members.stream()
                .map(member -> member.matches(".*:\\d+") ? member : member + ":" + port)
                .toList();
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
