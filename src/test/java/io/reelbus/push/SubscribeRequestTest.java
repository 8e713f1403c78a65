package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribeRequestTest {
    private static SubscribeRequest read(String payload) {
        return SubscribeRequest.read(Json.decodeValue(payload.replace('\'', '"')));
    }

    @Test
    void whatIsLeftOutIsNotAskedFor() {
        assertEquals(new SubscribeRequest("v1", 0, false), read("{'fileId': 'v1'}"));
        assertEquals(new SubscribeRequest("v1", 0, false), read("{'fileId': 'v1', 'after': null}"));
        assertEquals(
                new SubscribeRequest("v1", 5_000_000_000L, true),
                read("{'fileId': 'v1', 'after': 5000000000, 'upload': true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                    | fileId is missing",
                "[]                                    | fileId is missing",
                "'v1'                                  | fileId is missing",
                "{'fileId': 7}                         | fileId must be a string",
                "{'fileId': ''}                        | fileId must have 1 to 256 characters",
                "{'fileId': 'v1', 'after': -1}         | after must be a whole number of 0 or more",
                "{'fileId': 'v1', 'after': 1.5}        | after must be a whole number of 0 or more",
                "{'fileId': 'v1', 'after': '1'}        | after must be a whole number of 0 or more",
                "{'fileId': 'v1', 'upload': 'yes'}     | upload must be true or false",
                "{'fileId': 'v1', 'upload': null}      | upload must be true or false"
            })
    void whatIsWrongIsSaid(String payload, String wrong) {
        assertEquals(
                wrong,
                assertThrows(IllegalArgumentException.class, () -> read(payload))
                        .getMessage());
    }

    @Test
    void nothingIsNoRequest() {
        assertThrows(IllegalArgumentException.class, () -> SubscribeRequest.read(null));
    }
}
