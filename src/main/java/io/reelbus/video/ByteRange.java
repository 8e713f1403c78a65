package io.reelbus.video;

import io.reelbus.job.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a file: {@code length} bytes from {@code from} on (RFC 9110, section 14). */
record ByteRange(long from, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

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
            long length = Math.min(number(range.group(2)), size);
            return satisfiable(size - length, length);
        }
        long from = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (last < from) {
            return Optional.empty();
        }
        return satisfiable(from, Math.min(last, size - 1) - from + 1);
    }

    /** A number beyond any file is as good as the largest. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
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
