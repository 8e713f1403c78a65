package io.reelbus.transcode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The names of the outermost boxes of an MP4, in their order in the file (ISO/IEC 14496-12, 4.2). */
final class Mp4Boxes {
    private Mp4Boxes() {}

    static List<String> of(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            for (long at = 0; at < bytes.length(); ) {
                bytes.seek(at);
                long size = bytes.readInt() & 0xffffffffL;
                byte[] name = new byte[4];
                bytes.readFully(name);
                names.add(new String(name, StandardCharsets.US_ASCII));
                if (size == 1) {
                    size = bytes.readLong();
                }
                at = size == 0 ? bytes.length() : at + size;
            }
        }
        return names;
    }
}
