package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {
    @TempDir
    Path folder;

    private static final Map<String, String> CLUSTER = Map.of(
            "REELBUS_CLUSTER_ENABLED", "true",
            "REELBUS_STORE_URL", "jdbc:postgresql://db/reelbus",
            "REELBUS_STORE_MEDIA_FOLDER", "media");

    private static NodeConfig load(Map<String, String> more) {
        var environment = new HashMap<>(CLUSTER);
        environment.putAll(more);
        environment.values().removeIf(String::isEmpty);
        return ConfigLoader.load(null, environment);
    }

    private static void refuses(String words, Map<String, String> settings) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> load(settings));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    @Test
    void aNodeIsAloneUnlessItIsToldOtherwise() {
        assertFalse(ConfigLoader.load(null, Map.of()).cluster().enabled());
    }

    @Test
    void theExamplesCanBeUsed() throws Exception {
        NodeConfig example = ConfigLoader.load(Path.of("conf", "cluster.json"), Map.of());
        assertTrue(example.cluster().enabled());
        assertEquals(25, example.drainSeconds());

        String page = Files.readString(Path.of("docs", "kubernetes.md"));
        String json =
                page.substring(page.indexOf("cluster.json: |") + "cluster.json: |".length(), page.lastIndexOf("```"));
        NodeConfig printed = ConfigLoader.load(Files.writeString(folder.resolve("cluster.json"), json), Map.of());
        assertEquals("reelbus-nodes", printed.cluster().serviceDns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1:5701", "node-2.example.org:5702", "[fd00::7]", "[fd00::7]:5701"})
    void aMemberIsAHostOrAHostAndAPort(String member) {
        assertEquals(
                List.of("a", member),
                load(Map.of("REELBUS_CLUSTER_MEMBERS", "a," + member)).cluster().members());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a:65536", "a:1:2", "fd00::7", "a b", "[]:1", "a:"})
    void anythingElseIsRefusedAndNamed(String member) {
        refuses(
                "cluster.members: not a host or host:port: \"" + member + "\"",
                Map.of("REELBUS_CLUSTER_MEMBERS", member));
    }

    private static String advertised(Map<String, String> settings, String listensOn) {
        SocketAddress address = load(settings).cluster().advertised(listensOn, 3001, "10.0.0.7");
        return address.host() + " " + address.port();
    }

    @Test
    void aNodeIsReachedWhereItListens() {
        assertEquals("127.0.0.1 3001", advertised(Map.of(), ""));
        assertEquals("10.0.0.1 3001", advertised(Map.of("REELBUS_CLUSTER_HOST", "10.0.0.2"), "10.0.0.1"));
        assertEquals("fd00::1 3001", advertised(Map.of(), "fd00::1"));
    }

    @Test
    void aNodeThatListensEverywhereIsReachedWhereItIsAMember() {
        assertEquals("10.0.0.7 3001", advertised(Map.of(), "0.0.0.0"));
        assertEquals("10.0.0.2 3001", advertised(Map.of("REELBUS_CLUSTER_HOST", "10.0.0.2"), "::"));
    }

    @ParameterizedTest
    @CsvSource({"node-1, node-1 3001", "node-1:80, node-1 80", "[fd00::7], fd00::7 3001", "[fd00::7]:80, fd00::7 80"})
    void whatANodeIsToldToAdvertiseCounts(String advertise, String expected) {
        assertEquals(expected, advertised(Map.of("REELBUS_CLUSTER_ADVERTISE", advertise), "0.0.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::7", "a:0", "a:65536", "http://a"})
    void anAddressThatCannotBeReachedIsNotAdvertised(String advertise) {
        refuses(
                "cluster.advertise: not a host or host:port: \"" + advertise + "\"",
                Map.of("REELBUS_CLUSTER_ADVERTISE", advertise));
    }

    @Test
    void membersAndADnsNameExcludeEachOther() {
        refuses(
                "set cluster.members or cluster.serviceDns, not both",
                Map.of("REELBUS_CLUSTER_MEMBERS", "a", "REELBUS_CLUSTER_SERVICE_DNS", "b"));
    }

    @Test
    void aClusterOnAnEmbeddedDatabaseIsRefusedWithTheWayOut() {
        String words = "a cluster cannot share an embedded database: set store.url to a jdbc:postgresql: URL";
        refuses(words, Map.of("REELBUS_STORE_URL", ""));
        refuses(words, Map.of("REELBUS_STORE_URL", "jdbc:h2:mem:jobs"));
    }

    @Test
    void aClusterWithoutASharedMediaFolderIsRefused() {
        refuses("set store.mediaFolder to a folder that all of them see", Map.of("REELBUS_STORE_MEDIA_FOLDER", ""));
    }

    @Test
    void anUnknownRoleIsRefusedWithTheKnownOnes() {
        refuses("roles must be some of http, bridge, worker, not \"chef\"", Map.of("REELBUS_ROLES", "http,chef"));
        refuses("roles must name at least one", Map.of("REELBUS_ROLES", ","));
    }

    @Test
    void rolesAreForClustersAlone() {
        refuses(
                "a node that is alone needs all roles",
                Map.of("REELBUS_CLUSTER_ENABLED", "false", "REELBUS_ROLES", "http"));
        assertTrue(load(Map.of("REELBUS_ROLES", "worker")).has(Role.WORKER));
        assertFalse(load(Map.of("REELBUS_ROLES", "worker")).has(Role.HTTP));
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        refuses("cluster.port must be 1 to 65435", Map.of("REELBUS_CLUSTER_PORT", "65436"));
        refuses("cluster.busPort must be 0 to 65535", Map.of("REELBUS_CLUSTER_BUS_PORT", "-1"));
    }
}
