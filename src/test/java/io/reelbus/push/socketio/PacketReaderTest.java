package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {
    private static final Buffer ONE = Buffer.buffer(new byte[] {1});
    private static final Buffer TWO = Buffer.buffer(new byte[] {2, 2});

    private final PacketReader reader = new PacketReader(2);

    @Test
    void attachmentsGoWhereTheirPlaceholdersAre() throws Exception {
        assertNull(reader.text(
                "52-[\"e\",{\"deep\":[{\"_placeholder\":true,\"num\":1}]},{\"_placeholder\":true,\"num\":0}]"));
        assertNull(reader.binary(ONE));
        Packet packet = reader.binary(TWO);
        assertNotNull(packet);
        JsonArray args = (JsonArray) packet.data();
        assertEquals(TWO, args.getJsonObject(1).getJsonArray("deep").getBuffer(0));
        assertEquals(ONE, args.getBuffer(2));
    }

    @Test
    void whatTheWriterTakesApartTheReaderPutsTogether() throws Exception {
        var payload = new JsonObject()
                .put("a", ONE)
                .put("list", new JsonArray().add(TWO).addNull());
        List<Outbound> messages = PacketWriter.event("/n", 4L, "e", new Object[] {payload, null});
        assertEquals(3, messages.size());
        assertEquals(
                "452-/n,4[\"e\",{\"a\":{\"_placeholder\":true,\"num\":0},\"list\":[{\"_placeholder\":true,\"num\":1},null]},null]",
                messages.get(0).text());
        assertNull(reader.text(messages.get(0).text().substring(1)));
        assertNull(reader.binary(messages.get(1).binary()));
        Packet packet = reader.binary(messages.get(2).binary());
        JsonArray args = (JsonArray) packet.data();
        assertEquals(ONE, args.getJsonObject(1).getBuffer("a"));
        assertEquals(TWO, args.getJsonObject(1).getJsonArray("list").getBuffer(0));
        assertEquals(ONE, payload.getBuffer("a"), "what was sent is left as it was");
    }

    @Test
    void theReaderIsReadyForTheNextPacketAfterABinaryOne() throws Exception {
        assertNull(reader.text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]"));
        assertNotNull(reader.binary(ONE));
        assertNotNull(reader.text("2[\"e\"]"));
    }

    @Test
    void textWhereAnAttachmentIsDueIsRefused() throws Exception {
        assertNull(reader.text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]"));
        assertThrows(MalformedException.class, () -> reader.text("2[\"e\"]"));
    }

    @Test
    void anAttachmentOfNothingIsRefused() {
        assertThrows(MalformedException.class, () -> reader.binary(ONE));
    }

    @Test
    void moreAttachmentsThanAllowedAreRefusedBeforeTheyCome() {
        assertThrows(MalformedException.class, () -> reader.text("53-[\"e\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1", "\"0\"", "null", "0.5", "99999999999"})
    void aPlaceholderOfNoAttachmentIsRefused(String number) throws Exception {
        assertNull(reader.text("51-[\"e\",{\"_placeholder\":true,\"num\":" + number + "}]"));
        assertThrows(MalformedException.class, () -> reader.binary(ONE));
    }

    @Test
    void aClearedReaderExpectsNothing() throws Exception {
        assertNull(reader.text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]"));
        reader.clear();
        assertNotNull(reader.text("2[\"e\"]"));
    }
}
