package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCodecTest {
    @ParameterizedTest
    @EnumSource(EnginePacketType.class)
    void everyTypeReadsBackAsItWasWritten(EnginePacketType type) throws Exception {
        assertEquals(new EnginePacket.Text(type, "datä\n"), EngineCodec.decodeText(EngineCodec.encode(type, "datä\n")));
    }

    @Test
    void theDigitsAreThoseOfTheProtocol() {
        assertEquals("0{}", EngineCodec.encode(EnginePacketType.OPEN, "{}"));
        assertEquals("1", EngineCodec.encode(EnginePacketType.CLOSE, ""));
        assertEquals("2probe", EngineCodec.encode(EnginePacketType.PING, "probe"));
        assertEquals("3probe", EngineCodec.encode(EnginePacketType.PONG, "probe"));
        assertEquals("4hello", EngineCodec.encode(EnginePacketType.MESSAGE, "hello"));
        assertEquals("5", EngineCodec.encode(EnginePacketType.UPGRADE, ""));
        assertEquals("6", EngineCodec.encode(EnginePacketType.NOOP, ""));
    }

    @Test
    void aPolledBinaryIsBase64BehindAB() throws Exception {
        Buffer bytes = Buffer.buffer(new byte[] {1, 2, 3, 4});
        assertEquals("bAQIDBA==", EngineCodec.encodeBase64(bytes));
        assertEquals(new EnginePacket.Binary(bytes), EngineCodec.decodePolled("bAQIDBA=="));
    }

    @Test
    void theBase64LengthIsKnownWithoutEncoding() {
        for (int length = 0; length < 10; length++) {
            Buffer bytes = Buffer.buffer(new byte[length]);
            assertEquals(EngineCodec.encodeBase64(bytes).length(), EngineCodec.base64Length(length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "9x", "abc", " 4", "-1", "/", ":", "\u0664", "b*", "b=", "bA", "bAQI DBA="})
    void whatIsNoPacketIsRefused(String packet) {
        assertThrows(MalformedException.class, () -> EngineCodec.decodePolled(packet));
    }

    @Test
    void aFrameIsNeverBase64() {
        assertThrows(MalformedException.class, () -> EngineCodec.decodeText("bAQIDBA=="));
    }

    @Test
    void aPayloadIsReadPacketByPacket() throws Exception {
        var payload = new Payload("4a\u001ebAQ==\u001e3");
        assertEquals(new EnginePacket.Text(EnginePacketType.MESSAGE, "a"), payload.next());
        assertEquals(new EnginePacket.Binary(Buffer.buffer(new byte[] {1})), payload.next());
        assertEquals(new EnginePacket.Text(EnginePacketType.PONG, ""), payload.next());
        assertFalse(payload.hasNext());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u001e", "\u001e4a"})
    void anEmptyPacketInAPayloadIsRefused(String text) {
        assertThrows(MalformedException.class, () -> new Payload(text).next());
    }

    @Test
    void aSeparatorAtTheEndLeavesAnEmptyPacket() throws Exception {
        var payload = new Payload("4a\u001e");
        assertEquals(new EnginePacket.Text(EnginePacketType.MESSAGE, "a"), payload.next());
        assertTrue(payload.hasNext());
        assertThrows(MalformedException.class, payload::next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "zwölf", "€ uro", "\ud83d\ude00 smile", "\u07ff\u0800\uffff\u007f\u0080"})
    void bytesAreCountedAsUtf8HasThem(String text) {
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text));
    }

    @Test
    void idsAreLongAndSafeInAUrl() {
        String sid = Sid.random();
        assertTrue(sid.matches("[A-Za-z0-9_-]{24}"), sid);
        assertFalse(sid.equals(Sid.random()));
    }
}
