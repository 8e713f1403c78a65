package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusteringTest {
    private static ClusterConfig config(String file, List<String> members, String serviceDns, String host) {
        return new ClusterConfig(true, "", file, members, serviceDns, host, 5800, 0, "");
    }

    private static NetworkConfig network(List<String> members, String serviceDns, String host) {
        return Clustering.hazelcast(config("", members, serviceDns, host)).getNetworkConfig();
    }

    private static void refuses(String words, ClusterConfig config) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Clustering.hazelcast(config));
        assertTrue(refusal.getMessage().startsWith(words), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void withoutMembersThoseOfThisMachineAreLookedFor() {
        NetworkConfig network = network(List.of(), "", "");
        assertEquals(List.of("127.0.0.1"), network.getJoin().getTcpIpConfig().getMembers());
        assertEquals(5800, network.getPort());
        assertTrue(network.isPortAutoIncrement());
        assertFalse(network.getInterfaces().isEnabled());
    }

    @Test
    void nodesOfAnotherNameAreLeftAlone() {
        assertEquals(
                "reelbus", Clustering.hazelcast(config("", List.of(), "", "")).getClusterName());
        var named = new ClusterConfig(true, "staging", "", List.of(), "", "", 5800, 0, "");
        assertEquals("staging", Clustering.hazelcast(named).getClusterName());
    }

    @Test
    void membersReplaceThoseOfTheFile() {
        var join =
                network(List.of("10.0.0.1", "10.0.0.2:5701", "[::1]"), "", "").getJoin();
        assertEquals(
                List.of("10.0.0.1:5800", "10.0.0.2:5701", "[::1]:5800"),
                join.getTcpIpConfig().getMembers());
        assertFalse(join.getKubernetesConfig().isEnabled());
    }

    @Test
    void aDnsNameIsAskedInsteadOfAListOfMembers() {
        var join = network(List.of(), "reelbus.default.svc", "").getJoin();
        assertFalse(join.getTcpIpConfig().isEnabled());
        assertTrue(join.getKubernetesConfig().isEnabled());
        assertEquals("reelbus.default.svc", join.getKubernetesConfig().getProperty("service-dns"));
        assertEquals("5800", join.getKubernetesConfig().getProperty("service-port"));
    }

    @Test
    void aHostIsLookedUpAndTheOnlyAddressToListenOn() {
        var interfaces = network(List.of(), "", "localhost").getInterfaces();
        assertTrue(interfaces.isEnabled());
        assertEquals(List.of("127.0.0.1"), List.copyOf(interfaces.getInterfaces()));
    }

    @Test
    void aHostThatIsNotOfThisMachineIsRefused() {
        refuses("cluster.host is not an address of this machine: 192.0.2.1", config("", List.of(), "", "192.0.2.1"));
        refuses("cluster.host has no address: no.such.invalid", config("", List.of(), "", "no.such.invalid"));
    }

    @Test
    void aFileOfTheOperatorsOwnIsRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("own.xml"),
                "<hazelcast xmlns=\"http://www.hazelcast.com/schema/config\"><cluster-name>own</cluster-name></hazelcast>");
        Config hazelcast = Clustering.hazelcast(config(file.toString(), List.of("a"), "", ""));
        assertEquals("own", hazelcast.getClusterName());
        assertEquals(
                List.of("a:5800"),
                hazelcast.getNetworkConfig().getJoin().getTcpIpConfig().getMembers());
    }

    @Test
    void aFileThatIsNotThereOrNotHazelcastsIsNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.xml");
        refuses("cluster.file cannot be read: " + missing, config(missing.toString(), List.of(), "", ""));
        Path other = Files.writeString(folder.resolve("other.xml"), "<other/>");
        refuses("cluster.file is not a Hazelcast configuration: " + other, config(other.toString(), List.of(), "", ""));
    }
}
