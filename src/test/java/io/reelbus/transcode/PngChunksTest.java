package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PngChunksTest {
    private static final byte[] BEGIN = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final byte[] HEAD = HostileFiles.chunk("IHDR", new byte[13]);
    private static final byte[] PICTURE = HostileFiles.chunk("IDAT", new byte[20_000]);
    private static final byte[] END = HostileFiles.chunk("IEND", new byte[0]);
    private static final byte[] QUARTER = exif(6, ByteOrder.BIG_ENDIAN);

    private static byte[] exif(int number, ByteOrder order) {
        return HostileFiles.chunk("eXIf", Photographs.tiff(number, order));
    }

    private static Orientation of(byte[]... parts) throws IOException {
        return PngChunks.orientation(new ByteArrayInputStream(BoxEditor.joined(parts)));
    }

    @Test
    void allEightAreReadInBothByteOrders() throws IOException {
        for (int number = 1; number <= 8; number++) {
            Orientation expected = Orientation.values()[number - 1];
            assertEquals(expected, of(BEGIN, HEAD, exif(number, ByteOrder.BIG_ENDIAN), PICTURE, END));
            assertEquals(expected, of(BEGIN, HEAD, exif(number, ByteOrder.LITTLE_ENDIAN), PICTURE, END));
        }
    }

    @Test
    void theChunkMayStandBehindThePictureButNotBehindTheEnd() throws IOException {
        assertEquals(Orientation.CLOCKWISE, of(BEGIN, HEAD, PICTURE, PICTURE, QUARTER, END));
        assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, PICTURE, END, QUARTER));
    }

    @Test
    void whereNothingIsSaidOrMakesSenseItIsUpright() throws IOException {
        assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, PICTURE, END));
        assertEquals(Orientation.UPRIGHT, of(BEGIN));
        assertEquals(Orientation.UPRIGHT, of());
        for (int number : new int[] {0, 9, 65_535}) {
            assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, exif(number, ByteOrder.BIG_ENDIAN), END));
        }
        assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, HostileFiles.chunk("eXIf", new byte[0]), END));
    }

    @Test
    void lengthsThatAreLiesAreHarmless() throws IOException {
        byte[] type = "eXIf".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] other = "iTXt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] tiff = Photographs.tiff(6, ByteOrder.BIG_ENDIAN);
        for (String length : new String[] {"80000000", "ffffffff"}) {
            byte[] lie = HexFormat.of().parseHex(length);
            assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, lie, type, tiff), length);
            assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, lie, other, QUARTER), length);
        }
        byte[] most = HexFormat.of().parseHex("7fffffff");
        assertEquals(Orientation.CLOCKWISE, of(BEGIN, HEAD, most, type, tiff), "what is there of it");
        assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, most, other, QUARTER), "beyond the end");
    }

    @Test
    void chunksWithoutAnythingInThemAreNotReadForEver() throws IOException {
        byte[] empty = HostileFiles.chunk("tEXt", new byte[0]);
        byte[] many = new byte[empty.length * 70_000];
        for (int at = 0; at < many.length; at += empty.length) {
            System.arraycopy(empty, 0, many, at, empty.length);
        }
        assertEquals(Orientation.UPRIGHT, of(BEGIN, HEAD, many, QUARTER, END));
    }

    /** Whatever is cut off or changed, an answer comes. */
    @Test
    void nothingMakesItStumble() throws IOException {
        byte[] whole = BoxEditor.joined(BEGIN, HEAD, QUARTER, END);
        assertEquals(Orientation.CLOCKWISE, of(whole));
        for (int length = 0; length < whole.length; length++) {
            var unused = of(Arrays.copyOf(whole, length));
        }
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt(256);
            }
            var unused = of(changed);
        }
    }
}
