package io.reelbus.transcode.hls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box of an MP4 (ISO/IEC 14496-12, 4.2).
 *
 * @param type its four letters
 * @param body all behind its head
 */
record Box(String type, ByteBuffer body) {
    /** Far more than a file that plays has in one place. */
    private static final int MOST = 1000;

    /** The boxes with which these bytes are filled. Throws an IllegalArgumentException where they are not. */
    static List<Box> all(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        ByteBuffer left = bytes.duplicate();
        while (left.remaining() >= 8) {
            int size = left.getInt(left.position());
            if (size < 8 || size > left.remaining() || boxes.size() == MOST) {
                throw new IllegalArgumentException(
                        "a box of the MP4 is larger than what it is in, or there are too many");
            }
            byte[] type = new byte[4];
            left.get(left.position() + 4, type);
            boxes.add(
                    new Box(new String(type, StandardCharsets.ISO_8859_1), left.slice(left.position() + 8, size - 8)));
            left.position(left.position() + size);
        }
        return boxes;
    }

    /** The boxes in it, behind as many bytes of its own. */
    List<Box> children(int ownBytes) {
        return all(body(ownBytes));
    }

    /** The first box in it of a type, behind as many bytes of its own. */
    Optional<Box> child(int ownBytes, String wanted) {
        return children(ownBytes).stream()
                .filter(box -> box.type().equals(wanted))
                .findFirst();
    }

    /** The box at the end of this way, each part the first of its type in the one before. */
    Optional<Box> at(String... way) {
        Optional<Box> box = Optional.of(this);
        for (String type : way) {
            box = box.flatMap(parent -> parent.child(0, type));
        }
        return box;
    }

    /** Its bytes from this one on. */
    ByteBuffer body(int from) {
        if (from > body.limit()) {
            throw new IllegalArgumentException("a box of the MP4 is too short");
        }
        return body.slice(from, body.limit() - from);
    }

    /** One of its bytes, 0 to 255. */
    int unsigned(int index) {
        return body(index).get() & 0xff;
    }
}
