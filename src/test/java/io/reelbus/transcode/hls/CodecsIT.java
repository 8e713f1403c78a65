package io.reelbus.transcode.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MP4 files say how they are coded, whatever was done to them. */
class CodecsIT {
    @TempDir
    Path folder;

    @Test
    void theCodecsOfAWholeVideoAreReadInTheOrderOfItsTracks() throws Exception {
        assertEquals(2, Codecs.of(Clips.small()).size());
        assertTrue(Codecs.of(Clips.small()).get(0).matches("avc1\\.42[0-9a-f]{4}"));
        assertEquals("mp4a.40.2", Codecs.of(Clips.small()).get(1));
    }

    @Test
    void aFileThatIsNoVideoIsRefusedWithASentence() throws Exception {
        for (Path file : List.of(Clips.text(), Clips.webm(), Clips.withoutIndex(), Clips.audioOnly())) {
            assertThrows(IllegalArgumentException.class, () -> Codecs.of(file), file.toString());
        }
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThrows(IllegalArgumentException.class, () -> Codecs.of(empty));
    }

    @Test
    void anIndexThatClaimsToBeHugeIsNotRead() throws Exception {
        Path file = folder.resolve("huge.mp4");
        byte[] bytes = new byte[3 << 20];
        ByteBuffer.wrap(bytes).putInt(bytes.length).put("moov".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, bytes);
        assertEquals(
                "the index of the MP4 is too large",
                assertThrows(IllegalArgumentException.class, () -> Codecs.of(file))
                        .getMessage());
    }

    /** Whatever stands there, the answer is codecs or a refusal. */
    @Test
    void noDamageToAnIndexDoesHarm() throws Exception {
        byte[] good = Files.readAllBytes(Clips.silent());
        int moov = new String(good, StandardCharsets.ISO_8859_1).indexOf("moov");
        byte[] index = Arrays.copyOfRange(good, moov - 4, good.length);
        Random random = new Random(7);
        Path file = folder.resolve("damaged.mp4");
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] damaged = index.clone();
            for (int i = 0; i < 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                assertEquals(1, Codecs.of(file).size());
            } catch (IllegalArgumentException refusal) {
                refused++;
            }
        }
        assertTrue(refused > 0 && refused < 500, "refused " + refused);
    }
}
