package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an upload is to others: the header {@code Upload-Concat}. */
sealed interface Concatenation {
    /** An upload by itself. */
    record None() implements Concatenation {}

    /** A part that will be joined with others. */
    record Partial() implements Concatenation {}

    /** Those parts, in this order, joined; with the words in which the client said so. */
    record Final(List<FileId> parts, String header) implements Concatenation {
        public Final {
            parts = List.copyOf(parts);
        }
    }

    int MAX_PARTS = 1_000;

    /** What the database keeps of it. */
    int MAX_LENGTH = 32 * 1024;

    String PARTIAL = "partial";
    String FINAL = "final;";

    /** Parts are named by their addresses, absolute or not. Throws BAD_REQUEST where it is not as the protocol has it. */
    static Concatenation parse(@Nullable String header) {
        if (header == null) {
            return new None();
        }
        if (header.equals(PARTIAL)) {
            return new Partial();
        }
        if (!header.startsWith(FINAL)) {
            throw bad("must be partial, or final with the addresses of the parts");
        }
        if (header.length() > MAX_LENGTH || !header.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw bad("is too long, or has characters that no address has");
        }
        List<FileId> parts = Stream.of(header.substring(FINAL.length()).strip().split(" +"))
                .map(Concatenation::part)
                .toList();
        if (parts.size() > MAX_PARTS) {
            throw bad("names too many parts");
        }
        return new Final(parts, header);
    }

    private static FileId part(String address) {
        int at = address.lastIndexOf(TusRoutes.PATH + "/");
        Optional<FileId> id =
                at < 0 ? Optional.empty() : FileId.parse(address.substring(at + TusRoutes.PATH.length() + 1));
        return id.orElseThrow(() -> bad("names a part that is no upload of this server"));
    }

    private static FailureException bad(String what) {
        return Failure.BAD_REQUEST.because("The header Upload-Concat " + what + ".");
    }
}
