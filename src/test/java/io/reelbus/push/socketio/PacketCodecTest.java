package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {
    static Stream<Arguments> packets() {
        var sid = new JsonObject().put("sid", "x");
        var args = new JsonArray().add("e").add(1).addNull().add(new JsonArray().add(true));
        return Stream.of(
                Arguments.of("0", Packet.of(PacketType.CONNECT, "/", null)),
                Arguments.of("0{\"sid\":\"x\"}", Packet.of(PacketType.CONNECT, "/", sid)),
                Arguments.of("0/admin,{\"sid\":\"x\"}", Packet.of(PacketType.CONNECT, "/admin", sid)),
                Arguments.of("1/admin,", Packet.of(PacketType.DISCONNECT, "/admin", null)),
                Arguments.of("2[\"e\",1,null,[true]]", Packet.of(PacketType.EVENT, "/", args)),
                Arguments.of("2/a,12[\"e\",1,null,[true]]", new Packet(PacketType.EVENT, 0, "/a", 12L, args)),
                Arguments.of("30[]", new Packet(PacketType.ACK, 0, "/", 0L, new JsonArray())),
                Arguments.of("3/a,7[1]", new Packet(PacketType.ACK, 0, "/a", 7L, new JsonArray().add(1))),
                Arguments.of("4/a,{\"sid\":\"x\"}", Packet.of(PacketType.CONNECT_ERROR, "/a", sid)),
                Arguments.of("51-[\"e\"]", new Packet(PacketType.BINARY_EVENT, 1, "/", null, new JsonArray().add("e"))),
                Arguments.of(
                        "52-/a,9[\"e\"]", new Packet(PacketType.BINARY_EVENT, 2, "/a", 9L, new JsonArray().add("e"))),
                Arguments.of("61-3[]", new Packet(PacketType.BINARY_ACK, 1, "/", 3L, new JsonArray())));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyPacketReadsBackAsItWasWritten(String text, Packet packet) throws Exception {
        assertEquals(text, PacketCodec.encode(packet));
        assertEquals(packet, PacketCodec.decode(text));
    }

    @Test
    void theCommaAfterALastNamespaceMayBeMissing() throws Exception {
        assertEquals(Packet.of(PacketType.CONNECT, "/custom", null), PacketCodec.decode("0/custom"));
        assertEquals(Packet.of(PacketType.DISCONNECT, "/custom", null), PacketCodec.decode("1/custom"));
    }

    @Test
    void anEventMayBeNamedByANumber() throws Exception {
        assertEquals(
                Packet.of(PacketType.EVENT, "/", new JsonArray().add(5).add("x")), PacketCodec.decode("2[5,\"x\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "7",
                "-",
                "\u0662[\"e\"]",
                // CONNECT and DISCONNECT
                "0[]",
                "0\"x\"",
                "0null",
                "0{",
                "01",
                "1[]",
                "1/a,{}",
                "13",
                // EVENT
                "2",
                "2/a,",
                "2[]",
                "2{}",
                "2null",
                "2\"e\"",
                "2[null]",
                "2[{}]",
                "2[[\"e\"]]",
                "2[true]",
                "2[\"e\"",
                "2[\"e\"]]",
                "2[\"e\"] x",
                "2abc[\"e\"]",
                "2-1[\"e\"]",
                "21.5[\"e\"]",
                "21234567890123456[\"e\"]",
                "2[\"connect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "2[\"e\",1e999]",
                "2[\"e\",{\"a\":[-1e999]}]",
                // ACK
                "3",
                "3[]",
                "31",
                "31{}",
                "3x[]",
                // CONNECT_ERROR
                "4",
                "4[]",
                // binary
                "5[\"e\"]",
                "5-[\"e\"]",
                "51[\"e\"]",
                "50-[\"e\"]",
                "5x-[\"e\"]",
                "51.5-[\"e\"]",
                "599999-[\"e\"]",
                "51-",
                "51-[]",
                "51-[{\"_placeholder\":true,\"num\":0}]",
                "51-[\"connect\"]",
                "61-[]",
                "6",
                "60-1[]"
            })
    void whatIsNoPacketIsRefused(String text) {
        assertThrows(MalformedException.class, () -> PacketCodec.decode(text));
    }

    @Test
    void jsonThatIsAlmostTooDeepIsRead() throws Exception {
        int depth = 990;
        String deep = "2[\"e\"," + "[".repeat(depth) + "]".repeat(depth) + "]";
        assertEquals(deep, PacketCodec.encode(PacketCodec.decode(deep)));
    }

    @Test
    void jsonThatIsTooDeepIsRefusedAndNotAStackOverflow() {
        String deep = "2[\"e\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]";
        assertThrows(MalformedException.class, () -> PacketCodec.decode(deep));
    }

    @Test
    void aFrameIsTheEventThatASocketWouldSend() {
        Frame frame = Frame.event("/files", "processing:progress", "{\"progress\":5}");
        assertEquals(
                "42/files,[\"processing:progress\",{\"progress\":5}]",
                frame.packet().text());
        assertEquals(frame.packet().text().length(), frame.bytes());
        assertEquals("42[\"e\",1]", Frame.event("/", "e", "1").packet().text());
    }

    @Test
    void aReservedNameCannotBeSent() {
        assertThrows(IllegalArgumentException.class, () -> Frame.event("/", "disconnect", "{}"));
    }
}
