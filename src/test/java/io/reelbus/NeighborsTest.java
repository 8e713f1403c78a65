package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborsTest {
    @RepeatedTest(20)
    void aNodeHasOneShortNameThatFitsIntoAUrl() {
        String id = UUID.randomUUID().toString();
        String name = Neighbors.name(id);
        assertTrue(name.matches("[A-Za-z0-9_-]{22}"), name);
        assertEquals(Optional.of(id), Neighbors.id(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.1:3001",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA%",
                "AAAAAAAAAAAAAAAAAAAA=="
            })
    void whatAClientMadeUpNamesNoNode(String name) {
        assertEquals(Optional.empty(), Neighbors.id(name));
    }

    @Test
    void aNameInAnotherSpellingIsNone() {
        String name = Neighbors.name("00000000-0000-0000-0000-000000000000");
        assertEquals("AAAAAAAAAAAAAAAAAAAAAA", name);
        assertEquals(Optional.empty(), Neighbors.id("AAAAAAAAAAAAAAAAAAAAAB"));
    }
}
