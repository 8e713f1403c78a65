package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdTest {
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @Test
    void aCanonicalUuidIsAnIdAndIsWrittenAsItIs() {
        assertEquals(ID, new FileId(ID).value());
        assertEquals(ID, new FileId(ID).toString());
        assertEquals(new FileId(ID), FileId.parse(ID).orElseThrow());
    }

    @Test
    void randomIdsAreValidAndDiffer() {
        assertTrue(FileId.parse(FileId.random().value()).isPresent());
        assertNotEquals(FileId.random(), FileId.random());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "..",
                "../" + ID,
                ID + "/..",
                ID + "\n",
                " " + ID,
                "0F8FAD5B-D9CB-469F-A165-70867728950E",
                "0f8fad5bd9cb469fa16570867728950e",
                "{" + ID + "}",
                "0f8fad5b-d9cb-469f-a165-70867728950g",
                "0f8fad5b-d9cb-469f-a165-70867728950",
                "٠f8fad5b-d9cb-469f-a165-70867728950e"
            })
    void anythingElseNamesNoFile(String text) {
        assertTrue(FileId.parse(text).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new FileId(text));
    }
}
