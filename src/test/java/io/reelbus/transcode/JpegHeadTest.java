package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegHeadTest {
    private static final byte[] QUARTER = Photographs.exif(6, ByteOrder.BIG_ENDIAN);

    private static Orientation of(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return JpegHead.orientation(all.toByteArray());
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static final byte[] BEGIN = hex("ffd8");
    private static final byte[] JFIF = hex("ffe0 0010 4a46494600 0101 00 0001 0001 0000");
    private static final byte[] PICTURE = hex("ffda 0008 0101 0000 3f00 1234 ffd9");

    @Test
    void allEightAreReadInBothByteOrders() {
        for (int number = 1; number <= 8; number++) {
            Orientation expected = Orientation.values()[number - 1];
            assertEquals(expected, of(BEGIN, Photographs.exif(number, ByteOrder.BIG_ENDIAN), PICTURE));
            assertEquals(expected, of(BEGIN, Photographs.exif(number, ByteOrder.LITTLE_ENDIAN), PICTURE));
        }
    }

    @Test
    void otherSegmentsMayStandInFront() {
        byte[] comment = hex("fffe 0004 6869");
        byte[] xmp = hex("ffe1 0008 687474703a2f");
        assertEquals(Orientation.CLOCKWISE, of(BEGIN, JFIF, comment, xmp, hex("ffff"), QUARTER, PICTURE));
    }

    @Test
    void whatComesBehindTheBeginningOfThePictureIsNotRead() {
        assertEquals(Orientation.UPRIGHT, of(BEGIN, PICTURE, QUARTER));
        assertEquals(Orientation.UPRIGHT, of(BEGIN, hex("ffd9"), QUARTER));
    }

    @Test
    void whereNothingIsSaidItIsUpright() {
        assertEquals(Orientation.UPRIGHT, of(BEGIN, JFIF, PICTURE));
        assertEquals(Orientation.UPRIGHT, of(BEGIN));
        assertEquals(Orientation.UPRIGHT, of());
    }

    @Test
    void aNumberThatIsNoneIsUpright() {
        for (int number : new int[] {0, 9, 255, 65_535}) {
            assertEquals(Orientation.UPRIGHT, of(BEGIN, Photographs.exif(number, ByteOrder.BIG_ENDIAN), PICTURE));
        }
    }

    @Test
    void lengthsAndPlacesThatAreLiesAreHarmless() {
        assertEquals(Orientation.UPRIGHT, of(BEGIN, hex("ffe1 0000"), QUARTER), "a segment without a length");
        assertEquals(Orientation.UPRIGHT, of(BEGIN, hex("ffe1 ffff 4578"), QUARTER), "longer than the file");
        assertEquals(Orientation.UPRIGHT, of(BEGIN, hex("ffe1 0008 457869660000"), QUARTER), "EXIF without a TIFF");
        String exif = "ffe1 0022 457869660000 ";
        String entry = "0112 0003 00000001 0006 0000";
        for (String tiff : new String[] {
            "4d4d 002a ffffffff 0001",
            "4d4d 002a 7fffffff 0001",
            "4d4d 002a 0000000c 0001",
            "4d4d 002b 00000008 0001",
            "4d49 002a 00000008 0001",
            "4d4d 002a 00000008 0000"
        }) {
            assertEquals(Orientation.UPRIGHT, of(BEGIN, hex(exif + tiff + entry + "00000000"), PICTURE), tiff);
        }
        assertEquals(
                Orientation.CLOCKWISE,
                of(BEGIN, hex(exif + "4d4d 002a 00000008 ffff" + entry + "00000000"), PICTURE),
                "more entries than there are");
        assertEquals(
                Orientation.UPRIGHT,
                of(BEGIN, hex(exif + "4d4d 002a 00000008 0001" + "0112 0004 00000001 0006 0000" + "00000000"), PICTURE),
                "a type that it cannot have");
    }

    /** Whatever is cut off or changed, an answer comes. */
    @Test
    void nothingMakesItStumble() {
        byte[] whole = new byte[2 + QUARTER.length];
        System.arraycopy(BEGIN, 0, whole, 0, 2);
        System.arraycopy(QUARTER, 0, whole, 2, QUARTER.length);
        assertEquals(Orientation.CLOCKWISE, of(whole));
        for (int length = 0; length < whole.length; length++) {
            var unused = JpegHead.orientation(Arrays.copyOf(whole, length));
        }
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[2 + random.nextInt(changed.length - 2)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(2) * 255);
            }
            var unused = JpegHead.orientation(changed);
        }
    }
}
