package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static void assertBad(String header) {
        var thrown = assertThrows(
                FailureException.class, () -> Metadata.parse(header).priority());
        assertEquals(Failure.BAD_REQUEST, thrown.failure());
    }

    @Test
    void pairsAreReadAsTheyWereSaid() {
        var metadata = Metadata.parse("filename w7wubXA0,filetype dmlkZW8vbXA0, is_confidential");
        assertEquals(Map.of("filename", "ü.mp4", "filetype", "video/mp4", "is_confidential", ""), metadata.values());
        assertEquals("ü.mp4", metadata.filename());
        assertEquals("video/mp4", metadata.type());
        assertEquals(5, metadata.priority());
    }

    @Test
    void clientsThatNameThingsOtherwiseAreUnderstood() {
        var metadata = Metadata.parse("name YS5tcDQ=,type dmlkZW8vbXA0,priority OQ==");
        assertEquals("a.mp4", metadata.filename());
        assertEquals("video/mp4", metadata.type());
        assertEquals(9, metadata.priority());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void nothingMayBeSaid(String header) {
        assertEquals(Map.of(), Metadata.parse(header).values());
        assertEquals("", Metadata.parse(header).filename());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "filename YQ==,",
                "filename  YQ==",
                "filename YQ== x",
                "filename not-base-64!",
                "filename Y",
                "filename YQ==,filename Yg==",
                "f\u00fc YQ==",
                "priority MTA=",
                "priority eA=="
            })
    void whatIsNotAsTheProtocolHasItIsRefused(String header) {
        assertBad(header);
    }

    @Test
    void tooMuchIsRefused() {
        assertBad("filename " + "YQ==".repeat(3000));
        StringBuilder many = new StringBuilder("k");
        for (int i = 0; i < 64; i++) {
            many.append(",k").append(i);
        }
        assertBad(many.toString());
    }

    @Test
    void whatIsEncodedIsReadAgain() {
        Map<String, String> said = Map.of("filename", "../a\0\r\n\u202e😀.mp4", "empty", "");
        assertEquals(said, Metadata.parse(Metadata.encode(said)).values());
    }
}
