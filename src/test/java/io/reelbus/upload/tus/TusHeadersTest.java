package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TusHeadersTest {
    private static final FileId A = new FileId("11111111-1111-4111-8111-111111111111");
    private static final FileId B = new FileId("22222222-2222-4222-8222-222222222222");

    private static void assertBad(Executable work) {
        assertEquals(
                Failure.BAD_REQUEST, assertThrows(FailureException.class, work).failure());
    }

    @Test
    void anUploadIsByItselfAPartOrMadeOfParts() {
        assertEquals(new Concatenation.None(), Concatenation.parse(null));
        assertEquals(new Concatenation.Partial(), Concatenation.parse("partial"));
        for (String parts : List.of(
                "final;/uploads/" + B + " /uploads/" + A,
                "final;https://example.org/x/uploads/" + B + "   http://[::1]:1/uploads/" + A)) {
            assertEquals(new Concatenation.Final(List.of(B, A), parts), Concatenation.parse(parts));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Partial",
                "final",
                "final;",
                "final;/uploads/x",
                "final;/files/" + "11111111-1111-4111-8111-111111111111",
                "final;/uploads/11111111-1111-4111-8111-111111111111/..",
                "final;/\u0000/uploads/11111111-1111-4111-8111-111111111111",
                "final;/\u00e9/uploads/11111111-1111-4111-8111-111111111111"
            })
    void otherWordsAreRefused(String header) {
        assertBad(() -> Concatenation.parse(header));
    }

    @Test
    void aHeaderThatCouldNotBeKeptIsRefused() {
        assertBad(() -> Concatenation.parse("final;/" + "x".repeat(32 * 1024) + "/uploads/" + A));
    }

    @Test
    void thousandsOfPartsAreRefused() {
        assertBad(() -> Concatenation.parse("final;" + ("/uploads/" + A + " ").repeat(1001)));
    }

    @ParameterizedTest
    @CsvSource({
        "md5, XUFAKrxLKna5cZ2REBfFkg==",
        "sha1, qvTGHdzF6KLavt4PO0gs2a6pQ00=",
        "sha256, LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
    })
    void aChecksumIsThatOfAllBytes(String algorithm, String sum) {
        Checksum checksum = Checksum.parse(algorithm + " " + sum).orElseThrow();
        checksum.update("hel".getBytes(StandardCharsets.UTF_8));
        checksum.update("lo".getBytes(StandardCharsets.UTF_8));
        assertTrue(checksum.matches());
        Checksum other = Checksum.parse(algorithm + " " + sum).orElseThrow();
        other.update("hell0".getBytes(StandardCharsets.UTF_8));
        assertFalse(other.matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha1", "crc32 AAAA", "SHA1 qvTGHdzF6KLavt4PO0gs2a6pQ00=", "sha1 !!", "sha1 a b"})
    void aChecksumThatCannotBeCheckedIsRefused(String header) {
        assertBad(() -> Checksum.parse(header));
    }

    @Test
    void noChecksumIsNone() {
        assertEquals(Optional.empty(), Checksum.parse(null));
    }
}
