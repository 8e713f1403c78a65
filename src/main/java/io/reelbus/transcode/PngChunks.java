package io.reelbus.transcode;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What a chunk of EXIF in a PNG (its third edition, 11.3.4.5) says of how it is to be turned. It may stand behind the
 * picture too, so what is in between is skipped. Whatever the chunks say of their lengths, little of them is read.
 */
final class PngChunks {
    /** What a segment of a JPEG may have: nobody writes more. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Of a picture of the most pixels that are allowed, in pieces of 8 KiB, there are fewer. */
    private static final int MOST_CHUNKS = 65_536;

    private static final int SIGNATURE = 8;
    private static final int HEAD = 8;
    private static final int CHECKSUM = 4;
    private static final int EXIF = 0x65584966;
    private static final int END = 0x49454e44;

    private PngChunks() {}

    /** Upright where it does not say, and where what it says makes no sense. Blocks. */
    static Orientation orientation(InputStream png) throws IOException {
        try {
            png.skipNBytes(SIGNATURE);
            for (int i = 0; i < MOST_CHUNKS; i++) {
                ByteBuffer head = ByteBuffer.wrap(png.readNBytes(HEAD));
                if (head.limit() < HEAD) {
                    return Orientation.UPRIGHT;
                }
                int length = head.getInt();
                int type = head.getInt();
                // Below 2^31, as the format has it.
                if (length < 0 || type == END) {
                    return Orientation.UPRIGHT;
                }
                if (type == EXIF) {
                    return ExifDirectory.orientation(ByteBuffer.wrap(png.readNBytes(Math.min(length, MOST_BYTES))));
                }
                png.skipNBytes((long) length + CHECKSUM);
            }
            return Orientation.UPRIGHT;
        } catch (EOFException cutOff) {
            return Orientation.UPRIGHT;
        }
    }
}
