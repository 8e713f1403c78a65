package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    /** Programs compare these: a line may be added, none may change or go. */
    private static final List<String> PUBLISHED = List.of(
            "bad_request",
            "empty_file",
            "file_missing",
            "boundary_missing",
            "incomplete_body",
            "not_multipart",
            "too_large",
            "origin_not_allowed",
            "not_found",
            "method_not_allowed",
            "range_not_satisfiable",
            "unknown_profile",
            "profile_unavailable",
            "bytes_differ",
            "encoded_body",
            "key_reused",
            "offset_mismatch",
            "checksum_mismatch",
            "upload_expired",
            "upload_locked",
            "upload_joined",
            "too_slow",
            "head_too_slow",
            "too_many_uploads",
            "too_many_connections",
            "disk_full",
            "unavailable",
            "internal",
            "not_a_video",
            "no_video_stream",
            "truncated",
            "transcode_failed",
            "timed_out",
            "stalled",
            "cpu_exceeded",
            "memory_exceeded",
            "too_many_pixels",
            "too_many_streams",
            "too_long",
            "workers_lost",
            "canceled",
            "deleted");

    private static final Set<Failure> PASSING = EnumSet.of(
            Failure.TOO_SLOW,
            Failure.HEAD_TOO_SLOW,
            Failure.CHECKSUM_MISMATCH,
            Failure.UPLOAD_LOCKED,
            Failure.UPLOAD_UNDER_WAY,
            Failure.TOO_MANY_CONNECTIONS,
            Failure.DISK_FULL,
            Failure.UNAVAILABLE,
            Failure.TOO_MANY_UPLOADS,
            Failure.INTERNAL,
            Failure.TRANSCODE_FAILED,
            Failure.TIMED_OUT,
            Failure.STALLED);

    @Test
    void publishedCodesAreStillThere() {
        assertTrue(Arrays.stream(Failure.values()).map(Failure::code).toList().containsAll(PUBLISHED));
    }

    @Test
    void codesAreUnique() {
        var codes = Arrays.stream(Failure.values()).map(Failure::code).collect(Collectors.toSet());
        assertEquals(Failure.values().length, codes.size());
    }

    @ParameterizedTest
    @EnumSource
    void aCodeIsTheNameInSnakeCaseAndComesBack(Failure failure) {
        assertEquals(failure.name().toLowerCase(Locale.ROOT), failure.code());
        assertEquals(failure, Failure.fromCode(failure.code()));
    }

    @ParameterizedTest
    @EnumSource
    void aStatusIsOneOfAnError(Failure failure) {
        assertTrue(failure.status() >= 400 && failure.status() <= 599);
    }

    @ParameterizedTest
    @EnumSource
    void aSentenceIsForPeople(Failure failure) {
        String sentence = failure.sentence();
        assertTrue(sentence.matches("[A-Z].*[^.]\\."), sentence);
        assertFalse(sentence.matches(".*((^|[\\s\"'])[/~]|\\\\|\\w:/).*"), sentence);
        assertFalse(sentence.matches(".*(Exception|null|ffmpeg|\\d).*"), sentence);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatMayPassByItselfIsWorthAnotherTry(Failure failure) {
        assertEquals(PASSING.contains(failure), failure.retryable());
    }

    @Test
    void whatSomethingFailedWithIsKnownAgain() {
        assertTrue(Failure.ID_TAKEN.isOf(Failure.ID_TAKEN.because("Exactly this.")));
        assertFalse(Failure.ID_TAKEN.isOf(Failure.TOO_LARGE.asException()));
        assertFalse(Failure.ID_TAKEN.isOf(new IllegalStateException()));
    }

    @Test
    void aCodeOfANewerReleaseIsInternal() {
        assertEquals(Failure.INTERNAL, Failure.fromCode("never_heard_of"));
    }

    @Test
    void anExceptionCarriesFailureSentenceAndCause() {
        var cause = new IllegalStateException("secret");
        assertEquals(
                Failure.TOO_LARGE.sentence(), Failure.TOO_LARGE.asException().sentence());
        assertEquals(
                "Exactly this.", Failure.BAD_REQUEST.because("Exactly this.").sentence());
        assertEquals(
                Failure.BAD_REQUEST,
                Failure.BAD_REQUEST.because("Exactly this.").failure());
        assertSame(cause, Failure.INTERNAL.causedBy(cause).getCause());
        assertEquals(
                Failure.INTERNAL.sentence(), Failure.INTERNAL.causedBy(cause).sentence());
    }
}
