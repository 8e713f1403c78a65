package io.reelbus.video;

import io.reelbus.job.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a file: {@code length} bytes from {@code from} on (RFC 9110, section 14). */
record ByteRange(long from, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * The part that a Range header asks of a file of this size; empty means the whole file, which is also the allowed
     * answer to several ranges at once and to units nobody knows.
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher range = ONE_RANGE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long length = Math.min(Long.parseLong(range.group(2)), size);
            return satisfiable(size - length, length);
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < from) {
            return Optional.empty();
        }
        return satisfiable(from, to - from + 1);
    }

    private static Optional<ByteRange> satisfiable(long from, long length) {
        if (length <= 0) {
            throw Failure.RANGE_NOT_SATISFIABLE.asException();
        }
        return Optional.of(new ByteRange(from, length));
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
