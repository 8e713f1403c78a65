package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeNameTest {
    private static String name(Map<String, String> settings) {
        return NodeName.of(ConfigLoader.load(null, settings));
    }

    @Test
    void aConfiguredNameIsTheName() {
        assertEquals("studio-7", name(Map.of("REELBUS_NODE", "studio-7")));
    }

    @Test
    void otherwiseItIsTheMachineAndThePort() {
        String name = name(Map.of("PORT", "3005"));
        assertTrue(name.matches("\\S+-3005"), name);
    }

    @Test
    void whereThePortIsAnyTheProcessStandsForIt() {
        String name = name(Map.of("PORT", "0"));
        assertTrue(name.endsWith("-" + ProcessHandle.current().pid()), name);
    }
}
