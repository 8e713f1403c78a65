package io.reelbus.http.orpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.Json;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"json\":{\"a\":1}} | {\"a\":1}",
                "{\"json\":\"x\"} | \"x\"",
                "{\"json\":[1],\"meta\":[]} | [1]",
                // As the original's client writes a date: it stays as it is written.
                "{\"json\":{\"a\":1,\"d\":\"1970-01-01T00:00:00.000Z\"},\"meta\":[[1,\"d\"]]} | {\"a\":1,\"d\":\"1970-01-01T00:00:00.000Z\"}",
                "{\"json\":{\"b\":\"12\"},\"meta\":[[0,\"b\"]]} | {\"b\":12}",
                "{\"json\":{\"x\":[{\"b\":\"-5\"}]},\"meta\":[[0,\"x\",0,\"b\"]]} | {\"x\":[{\"b\":-5}]}",
                "{\"json\":\"7\",\"meta\":[[0]]} | 7",
                "{\"json\":[1,null],\"meta\":[[3,1]]} | [1,null]",
                "{\"json\":{\"a\":1},\"meta\":[[99,\"a\"],[\"own\",\"a\"]]} | {\"a\":1}"
            })
    void anEnvelopeIsOpened(String envelope, String value) {
        assertEquals(value, Json.encode(RpcInput.read(envelope)));
    }

    @Test
    void whatIsNotThereIsNoInput() {
        assertNull(RpcInput.read(null));
        assertNull(RpcInput.read(""));
        assertNull(RpcInput.read("{}"));
        assertNull(RpcInput.read("{\"json\":null,\"meta\":[[3]]}"));
    }

    @Test
    void numbersMayBeOfAnySize() {
        assertEquals(
                new BigInteger("123456789012345678901234567890"),
                RpcInput.read("{\"json\":\"123456789012345678901234567890\",\"meta\":[[0]]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{",
                "[]",
                "\"x\"",
                "7",
                "{\"json\":1,\"meta\":{}}",
                "{\"json\":1,\"meta\":[1]}",
                "{\"json\":1,\"meta\":[[]]}",
                "{\"json\":1,\"meta\":[[0]]}",
                "{\"json\":\"x\",\"meta\":[[0]]}",
                "{\"json\":{\"a\":1},\"meta\":[[1,\"b\"]]}",
                "{\"json\":[1],\"meta\":[[1,1]]}",
                "{\"json\":[1],\"meta\":[[1,-1]]}",
                "{\"json\":[1],\"meta\":[[1,\"0\"]]}",
                "{\"json\":{\"a\":1},\"meta\":[[1,null]]}",
                "{\"json\":{\"a\":1},\"meta\":[[1,\"a\",\"b\"]]}"
            })
    void whatIsNoEnvelopeIsABadRequest(String text) {
        RpcException refused = assertThrows(RpcException.class, () -> RpcInput.read(text));
        assertEquals(400, refused.status());
    }

    @Test
    void digitsWithoutEndAreNotTaken() {
        String many = "9".repeat(5_000);
        assertThrows(RpcException.class, () -> RpcInput.read("{\"json\":\"" + many + "\",\"meta\":[[0]]}"));
    }
}
