package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidTest {
    @Test
    void anIdEndsInTheNameOfItsServer() {
        String sid = Sid.random("4Zx_-9");
        assertEquals("4Zx_-9", Sid.home(sid));
        assertTrue(sid.matches("[A-Za-z0-9_-]{24}\\.4Zx_-9"), sid);
    }

    @Test
    void anIdOfAServerThatIsAloneNamesNone() {
        assertTrue(Sid.random("").matches("[A-Za-z0-9_-]{24}"));
        assertEquals("", Sid.home(Sid.random("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", ".home", "AAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAA."})
    void whatIsNoIdOfOursNamesNoServer(String sid) {
        assertEquals("", Sid.home(sid));
    }
}
