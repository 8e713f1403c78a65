package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayedHeadTest {
    private final MultiMap received = MultiMap.caseInsensitiveMultiMap();

    private MultiMap relayed(boolean withBody) {
        return RelayedHead.of(
                received, "video.example.org", SocketAddress.inetSocketAddress(4711, "192.0.2.1"), "here", withBody);
    }

    @Test
    void whatTheClientSaidIsKept() {
        received.add("Host", "video.example.org")
                .add("Origin", "https://app.example.org")
                .add("Cookie", "a=1; b=2")
                .add("Content-Type", "text/plain;charset=UTF-8")
                .add("Content-Length", "3");
        MultiMap relayed = relayed(true);
        received.forEach(header -> assertEquals(header.getValue(), relayed.get(header.getKey())));
        assertEquals("here", relayed.get(RelayedHead.MARKER));
    }

    @Test
    void theHostOfAnHttp2RequestIsItsAuthority() {
        assertEquals(List.of("video.example.org"), relayed(false).getAll("host"));
    }

    @Test
    void whatBelongsToTheConnectionStaysOnIt() {
        received.add("Connection", "Upgrade, X-Of-Hop")
                .add("Upgrade", "websocket")
                .add("x-of-hop", "1")
                .add("Transfer-Encoding", "chunked")
                .add("Expect", "100-continue")
                .add("Sec-WebSocket-Key", "k")
                .add("Sec-WebSocket-Extensions", "permessage-deflate");
        MultiMap relayed = relayed(true);
        received.names().forEach(name -> assertFalse(relayed.contains(name), name));
    }

    @Test
    void aBodyThatDoesNotFollowIsNotAnnounced() {
        received.add("Content-Length", "3");
        assertNull(relayed(false).get("content-length"));
    }

    @Test
    void theClientIsAddedToThoseItWasForwardedFor() {
        assertEquals("192.0.2.1", relayed(false).get("x-forwarded-for"));
        received.add("X-Forwarded-For", "198.51.100.7").add("X-Forwarded-For", "198.51.100.8");
        assertEquals(
                List.of("198.51.100.7, 198.51.100.8, 192.0.2.1"), relayed(false).getAll("x-forwarded-for"));
    }

    @Test
    void aClientCannotSpeakForAnotherServer() {
        received.add("X-Socket-Relayed", "forged").add("Connection", "x-socket-relayed");
        assertEquals(List.of("here"), relayed(false).getAll(RelayedHead.MARKER));
    }
}
