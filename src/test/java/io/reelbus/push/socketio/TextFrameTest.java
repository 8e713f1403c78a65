package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextFrameTest {
    @Test
    void theLengthTakesAsManyBytesAsTheRfcSays() {
        assertHeader(0, 0x81, 0);
        assertHeader(125, 0x81, 125);
        assertHeader(126, 0x81, 126, 0, 126);
        assertHeader(65_535, 0x81, 126, 0xff, 0xff);
        assertHeader(65_536, 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    @Test
    void theTextIsUtf8AndItsLengthIsInBytes() {
        assertArrayEquals(new byte[] {(byte) 0x81, 3, 'a', (byte) 0xc3, (byte) 0xa4}, new TextFrame("a\u00e4").bytes());
    }

    private static void assertHeader(int length, int... header) {
        byte[] frame = new TextFrame("x".repeat(length)).bytes();
        assertEquals(header.length + length, frame.length);
        for (int i = 0; i < header.length; i++) {
            assertEquals((byte) header[i], frame[i]);
        }
        byte[] payload = Arrays.copyOfRange(frame, header.length, frame.length);
        assertArrayEquals("x".repeat(length).getBytes(StandardCharsets.US_ASCII), payload);
    }
}
