package io.reelbus.transcode.hls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the tracks of an MP4 are coded, as RFC 6381 writes it: what a browser asks itself before it fetches a rendition.
 * Read from the file, because what an encoder was told and what it wrote are two things.
 */
public final class Codecs {
    /** The index of a fragmented MP4 has less than 1 KiB. */
    private static final int MOST_BYTES = 1 << 20;

    /** Boxes before the index: few files have more than {@code ftyp} there. */
    private static final int MOST_BOXES = 100;

    private Codecs() {}

    /**
     * One for each track with a picture or sound, in their order: {@code avc1.64001f}, {@code hvc1.1.6.L93.90},
     * {@code av01.0.05M.08}, {@code mp4a.40.2}, {@code opus}. Blocks. Throws an IllegalArgumentException, with a
     * sentence, where the file is no MP4 with such tracks alone, or its index is absent or over 1 MiB.
     */
    public static List<String> of(Path mp4) throws IOException {
        List<String> codecs = new ArrayList<>();
        for (Box box : index(mp4).children(0)) {
            if (box.type().equals("trak")) {
                // In stsd, four bytes of version and flags and four of a count stand in front of the entries.
                Box entries = box.at("mdia", "minf", "stbl", "stsd")
                        .orElseThrow(() -> new IllegalArgumentException("a track of the MP4 does not say what it is"));
                entries.children(8).stream().findFirst().map(SampleEntry::codec).ifPresent(codecs::add);
            }
        }
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("the MP4 has no track");
        }
        return List.copyOf(codecs);
    }

    private static Box index(Path mp4) throws IOException {
        try (FileChannel file = FileChannel.open(mp4)) {
            long at = 0;
            for (int boxes = 0; boxes < MOST_BOXES; boxes++) {
                ByteBuffer head = read(file, at, 16);
                if (head.remaining() < 8) {
                    break;
                }
                long size = Integer.toUnsignedLong(head.getInt());
                byte[] type = new byte[4];
                head.get(type);
                int headBytes = size == 1 ? 16 : 8;
                if (size == 1 && head.remaining() == 8) {
                    size = head.getLong();
                }
                if (size < headBytes || size > file.size() - at) {
                    break;
                }
                String name = new String(type, StandardCharsets.ISO_8859_1);
                if (name.equals("moov")) {
                    if (size > MOST_BYTES) {
                        throw new IllegalArgumentException("the index of the MP4 is too large");
                    }
                    return new Box(name, read(file, at + headBytes, (int) size - headBytes));
                }
                at += size;
            }
        }
        throw new IllegalArgumentException("the file is no MP4 with an index");
    }

    /** As many bytes as there are from there on, at most so many. */
    private static ByteBuffer read(FileChannel file, long from, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            // Until it is full, or the file at its end.
        }
        return bytes.flip();
    }
}
