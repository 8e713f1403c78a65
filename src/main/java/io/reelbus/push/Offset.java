package io.reelbus.push;

import io.reelbus.job.FileId;
import io.reelbus.job.Seq;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a socket stands: the files it watches, each with the {@code seq} of the last event it was sent. A client keeps
 * its text for us and presents it when it comes back, to whichever node; it is all that a node needs to go on.
 *
 * <p>The text is {@code 1}, then for each file a dot, its id as 22 characters of base64url, and the {@code seq} to base
 * 36; of a file whose end was sent, the id alone.
 */
record Offset(List<Entry> entries) {
    private static final String VERSION = "1";
    private static final int NAME = 22;
    private static final int SEQ = 11;
    private static final int RADIX = 36;
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]{" + NAME + "})(|0|[1-9a-z][0-9a-z]{0,10})");

    /** Above every position that an event can have. */
    static final long MAX_SEQ = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 - 1;

    Offset {
        entries = List.copyOf(entries);
    }

    /** One file: the short name of its id, the last position, and whether the end was sent, when no position counts. */
    record Entry(String name, long seq, boolean over) {
        Entry {
            if (seq < 0 || seq > MAX_SEQ) {
                throw new IllegalArgumentException("no such position: " + seq);
            }
        }

        FileId fileId() {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(name));
            return new FileId(new UUID(bytes.getLong(), bytes.getLong()).toString());
        }
    }

    /** The short name of a file's id. */
    static String name(FileId id) {
        UUID uuid = UUID.fromString(id.value());
        byte[] bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Where a socket stands that watches this file alone, once it has had this event. */
    static String alone(Telling telling) {
        long seq = telling.isOutsideStory() ? Seq.ofEntry(1) : telling.seq();
        return new Offset(List.of(new Entry(name(new FileId(telling.fileId())), seq, telling.isTerminal()))).text();
    }

    /** The longest text of so many files. */
    static int maxLength(int entries) {
        return VERSION.length() + entries * (1 + NAME + SEQ);
    }

    String text() {
        StringBuilder text = new StringBuilder(maxLength(entries.size())).append(VERSION);
        for (Entry entry : entries) {
            text.append('.').append(entry.name());
            if (!entry.over()) {
                text.append(Long.toString(entry.seq(), RADIX));
            }
        }
        return text.toString();
    }

    /** Reads a text that may come from anybody; empty where it is none of ours or names more files than these. */
    static Optional<Offset> parse(String text, int most) {
        if (text.length() > maxLength(most) || !text.startsWith(VERSION)) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int at = VERSION.length(); at < text.length(); ) {
            int end = text.indexOf('.', at + 1);
            Matcher entry = ENTRY.matcher(text.substring(at + 1, end < 0 ? text.length() : end));
            if (text.charAt(at) != '.' || !entry.matches() || !names.add(entry.group(1)) || entries.size() == most) {
                return Optional.empty();
            }
            String seq = entry.group(2);
            entries.add(new Entry(entry.group(1), seq.isEmpty() ? 0 : Long.parseLong(seq, RADIX), seq.isEmpty()));
            at = end < 0 ? text.length() : end;
        }
        Offset offset = new Offset(entries);
        return offset.isCanonical() ? Optional.of(offset) : Optional.empty();
    }

    /** Base64 has several texts for the same bytes, and we write one of them. */
    private boolean isCanonical() {
        return entries.stream().allMatch(entry -> name(entry.fileId()).equals(entry.name()));
    }
}
