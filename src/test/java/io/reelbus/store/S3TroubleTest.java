package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Warnings;
import io.reelbus.job.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3TroubleTest {
    private static final S3Config CONFIG =
            new S3Config("films", "", "", "https://s3.example.org", "me", "hidden", false, 8, 0);

    private static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .message(code)
                .build();
    }

    private static Failure failure(Exception trouble) {
        return S3Trouble.explain(trouble).failure();
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, UNAVAILABLE",
        "503, SlowDown, UNAVAILABLE",
        "429, TooManyRequests, UNAVAILABLE",
        "400, RequestTimeout, UNAVAILABLE",
        "409, OperationAborted, UNAVAILABLE",
        "400, InvalidPart, INTERNAL",
        "404, NoSuchUpload, INTERNAL",
    })
    void whatS3AnswersIsWorthAnotherTryOrNot(int status, String code, Failure failure) {
        try (Warnings warnings = new Warnings()) {
            warnings.listen();
            assertEquals(failure, failure(answer(status, code)));
            assertTrue(warnings.heard().isEmpty(), () -> "" + warnings.heard());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, refuses",
        "401, Unauthorized, refuses",
        "404, NoSuchBucket, gone",
    })
    void whatOnlyAnOperatorCanMendIsLogged(int status, String code, String word) {
        try (Warnings warnings = new Warnings()) {
            warnings.listen();
            assertEquals(Failure.INTERNAL, failure(answer(status, code)));
            assertEquals(1, warnings.heard().size());
            assertTrue(warnings.heard().get(0).contains(word), warnings.heard().get(0));
        }
    }

    @Test
    void anS3ThatDoesNotAnswerIsUnavailable() {
        assertEquals(Failure.UNAVAILABLE, failure(SdkClientException.create("no route", new IOException("refused"))));
        assertEquals(Failure.UNAVAILABLE, failure(ApiCallTimeoutException.create(20_000)));
    }

    @Test
    void aFullDiskOfTheNodeIsNoTroubleOfS3() {
        IOException full = new IOException("No space left on device");
        assertEquals(Failure.DISK_FULL, failure(full));
        assertEquals(Failure.DISK_FULL, failure(SdkClientException.create("not written", full)));
        assertEquals(Failure.INTERNAL, failure(new IOException("Input/output error")));
    }

    @Test
    void whoStartsANodeIsToldWhatToMendAndNoSecret() {
        for (S3Exception answer : new S3Exception[] {
            answer(404, "NoSuchBucket"), answer(403, "SignatureDoesNotMatch"), answer(400, "InvalidRequest")
        }) {
            String said = S3Trouble.atStart(answer, CONFIG).getMessage();
            assertTrue(said.contains("\"films\"") && said.contains("store.s3.bucket"), said);
            assertFalse(said.contains("hidden"), said);
        }
        assertFalse(CONFIG.toString().contains("hidden") || CONFIG.toString().contains("me,"), CONFIG.toString());
    }
}
