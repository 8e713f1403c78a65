package io.reelbus.transcode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes boxes of an MP4 or MOV (ISO/IEC 14496-12, 4.2) and keeps the sizes of those around them true. */
final class BoxEditor {
    private static final Set<String> NESTS = Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "edts");

    private BoxEditor() {}

    /** The file with other contents in every box of this type; its index must be at its end, so that nothing else moves. */
    static byte[] edit(byte[] file, String type, UnaryOperator<byte[]> content) {
        return edit(ByteBuffer.wrap(file), type, content);
    }

    private static byte[] edit(ByteBuffer boxes, String type, UnaryOperator<byte[]> content) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        while (boxes.remaining() >= 8) {
            int size = boxes.getInt();
            String name = name(boxes);
            byte[] inside = new byte[size == 0 ? boxes.remaining() : size - 8];
            boxes.get(inside);
            if (name.equals(type)) {
                inside = content.apply(inside);
            } else if (NESTS.contains(name)) {
                inside = edit(ByteBuffer.wrap(inside), type, content);
            }
            made.writeBytes(box(name, inside));
        }
        return made.toByteArray();
    }

    /** The first box of this type, with its head. */
    static byte[] find(byte[] file, String type) {
        byte[][] found = new byte[1][];
        byte[] unused = edit(file, type, inside -> {
            found[0] = found[0] == null ? box(type, inside) : found[0];
            return inside;
        });
        return found[0];
    }

    static byte[] box(String type, byte[]... contents) {
        byte[] inside = joined(contents);
        return ByteBuffer.allocate(8 + inside.length)
                .putInt(8 + inside.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(inside)
                .array();
    }

    /** The contents with another number of 32 bits at this place. */
    static UnaryOperator<byte[]> number(int at, int value) {
        return inside -> ByteBuffer.wrap(inside.clone()).putInt(at, value).array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String name(ByteBuffer boxes) {
        byte[] name = new byte[4];
        boxes.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
