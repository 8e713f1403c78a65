package io.reelbus.transcode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What EXIF (CIPA DC-008) says of how a picture is to be turned: an entry in the first directory of a TIFF. Whatever the
 * bytes say of places, nothing outside of them is looked at.
 */
final class ExifDirectory {
    private static final int ENTRY_BYTES = 12;
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;

    private ExifDirectory() {}

    /** Upright where it does not say, and where what it says makes no sense. */
    static Orientation orientation(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return Orientation.UPRIGHT;
        }
        int order = tiff.getShort(0);
        if (order != 0x4949 && order != 0x4d4d) {
            return Orientation.UPRIGHT;
        }
        tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffffffffL;
        if (tiff.getShort(2) != 42 || directory + 2 > tiff.limit()) {
            return Orientation.UPRIGHT;
        }
        int entries = tiff.getShort((int) directory) & 0xffff;
        long first = directory + 2;
        for (long at = first; at < first + (long) entries * ENTRY_BYTES && at + ENTRY_BYTES <= tiff.limit(); ) {
            int entry = (int) at;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                boolean one = tiff.getShort(entry + 2) == SHORT && tiff.getInt(entry + 4) == 1;
                return one ? Orientation.of(tiff.getShort(entry + 8) & 0xffff) : Orientation.UPRIGHT;
            }
            at += ENTRY_BYTES;
        }
        return Orientation.UPRIGHT;
    }
}
