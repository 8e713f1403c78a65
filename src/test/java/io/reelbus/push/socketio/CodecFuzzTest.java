package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Concurrent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever text or bytes arrive, the codecs read them or say that they cannot, by the one exception declared for it. */
class CodecFuzzTest {
    private static final int INPUTS = 400_000;
    private static final int LONG = 3;

    @Test
    @Concurrent
    void noTextBreaksTheCodecs() {
        Noise.seeds(INPUTS, CodecFuzzTest::readText);
    }

    @Test
    @Concurrent
    void noAttachmentsBreakTheReader() {
        Noise.seeds(INPUTS, CodecFuzzTest::readPackets);
    }

    @Test
    @Concurrent
    @Tag("long")
    void noTextBreaksTheCodecsInTheLongRun() {
        Noise.seeds(INPUTS * LONG, CodecFuzzTest::readText);
    }

    @Test
    @Concurrent
    @Tag("long")
    void noAttachmentsBreakTheReaderInTheLongRun() {
        Noise.seeds(INPUTS * LONG, CodecFuzzTest::readPackets);
    }

    private static void readText(Random random) {
        String text = Noise.payload(random);
        try {
            for (var payload = new Payload(text); payload.hasNext(); ) {
                if (payload.next() instanceof EnginePacket.Text packet && packet.type() == EnginePacketType.MESSAGE) {
                    readPacket(packet.data());
                }
            }
        } catch (MalformedException expected) {
            assertTrue(expected.getMessage().length() > 0);
        }
    }

    /** What is read is what its own writing reads as. */
    private static void readPacket(String text) {
        try {
            Packet packet = PacketCodec.decode(text);
            assertEquals(packet, PacketCodec.decode(PacketCodec.encode(packet)), text);
        } catch (MalformedException expected) {
            assertTrue(expected.getMessage().length() > 0);
        }
    }

    /** A packet that was put together has no more attachments than allowed, and is taken apart into what came. */
    private static void readPackets(Random random) {
        var reader = new PacketReader(2);
        List<Buffer> came = new ArrayList<>();
        for (int messages = 0; messages < 3; messages++) {
            try {
                Packet packet;
                if (random.nextInt(3) > 0) {
                    String text = Noise.packet(random);
                    packet = reader.text(random.nextInt(3) == 0 ? Noise.mutated(random, text) : text);
                } else {
                    Buffer bytes = Buffer.buffer(Noise.bytes(random, 16));
                    came.add(bytes);
                    packet = reader.binary(bytes);
                }
                if (packet != null && packet.data() instanceof JsonArray array) {
                    List<Buffer> taken = new ArrayList<>();
                    var unused = Attachments.detach(array, taken);
                    assertTrue(came.containsAll(taken), taken::toString);
                    assertTrue(packet.attachments() <= 2);
                }
            } catch (MalformedException expected) {
                reader.clear();
                came.clear();
            }
        }
    }
}
