package io.reelbus.transcode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the first bytes of a JPEG say of how it is to be turned: the segments in front of its picture (ITU-T T.81 B.1),
 * of which one is EXIF. ffmpeg reads it in some releases, and tells nobody. Whatever the
 * bytes say of lengths and places, nothing outside of them is looked at.
 */
final class JpegHead {
    /** A segment has 64 KiB at most; in front of that of EXIF there is hardly ever more than one. */
    static final int MOST_BYTES = 192 * 1024;

    private static final int SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int APP1 = 0xe1;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private JpegHead() {}

    /** Upright where it does not say, and where what it says makes no sense. */
    static Orientation orientation(byte[] begin) {
        ByteBuffer bytes = ByteBuffer.wrap(begin);
        int at = 2;
        while (at + 4 <= begin.length && bytes.get(at) == (byte) 0xff) {
            int marker = bytes.get(at + 1) & 0xff;
            if (marker == 0xff) {
                // A marker may be padded.
                at++;
                continue;
            }
            int length = bytes.getShort(at + 2) & 0xffff;
            if (marker == SCAN || marker == END || length < 2) {
                return Orientation.UPRIGHT;
            }
            int end = Math.min(begin.length, at + 2 + length);
            ByteBuffer segment = bytes.slice(at + 4, Math.max(0, end - at - 4));
            if (marker == APP1 && isExif(segment)) {
                return ExifDirectory.orientation(segment.slice(EXIF.length, segment.limit() - EXIF.length));
            }
            at += 2 + length;
        }
        return Orientation.UPRIGHT;
    }

    private static boolean isExif(ByteBuffer segment) {
        return segment.limit() >= EXIF.length && segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
    }
}
