package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemXmlConfig;
import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class ClusterXmlTest {
    @Test
    void hazelcastReadsItAndMembersAreNamedNotSearchedFor() throws FileNotFoundException {
        Config config = new FileSystemXmlConfig("cluster.xml");

        var join = config.getNetworkConfig().getJoin();
        assertFalse(join.getMulticastConfig().isEnabled());
        assertFalse(join.getAutoDetectionConfig().isEnabled());
        assertTrue(join.getTcpIpConfig().isEnabled());
        assertEquals("8", config.getProperty("hazelcast.max.no.heartbeat.seconds"));
        assertEquals("false", config.getProperty("hazelcast.socket.bind.any"));
        assertTrue(config.getMultiMapConfigs().containsKey("__vertx.subs"));
    }
}
