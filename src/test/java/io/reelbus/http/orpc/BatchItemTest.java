package io.reelbus.http.orpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchItemTest {
    private static int status(HttpMethod method, String text) {
        RpcException wrong = assertThrows(RpcException.class, () -> BatchItem.read(method, text));
        return wrong.status();
    }

    /** As the unmodified client writes it. */
    @Test
    void aBatchByPostHasEachInputInItsBody() {
        List<BatchItem> items = BatchItem.read(
                HttpMethod.POST,
                "[{\"body\":{},\"url\":\"http://127.0.0.1:3104/rpc/types\"},"
                        + "{\"body\":{\"json\":{\"id\":\"1\"}},\"url\":\"http://127.0.0.1:3104/rpc/nf\"}]");
        assertEquals(
                List.of(
                        new BatchItem(HttpMethod.POST, "/rpc/types", new JsonObject()),
                        new BatchItem(HttpMethod.POST, "/rpc/nf", new JsonObject("{\"json\":{\"id\":\"1\"}}"))),
                items);
    }

    @Test
    void aBatchByGetHasEachInputInItsUrl() {
        List<BatchItem> items = BatchItem.read(
                HttpMethod.GET,
                "[{\"url\":\"http://a/rpc/video/get?data=%7B%22json%22%3A%7B%22id%22%3A%22x+y%22%7D%7D\"},"
                        + "{\"url\":\"http://a/rpc/video/get\",\"headers\":{\"x\":\"y\"}}]");
        assertEquals("{\"json\":{\"id\":\"x y\"}}", Json.encode(items.get(0).envelope()));
        assertEquals("/rpc/video/get", items.get(1).path());
        assertNull(items.get(1).envelope());
    }

    @Test
    void aCallMayNameItsOwnMethod() {
        String text = "[{\"url\":\"http://a/rpc/x?data=7\",\"method\":\"GET\",\"body\":{\"json\":1}}]";
        assertEquals(List.of(new BatchItem(HttpMethod.GET, "/rpc/x", 7)), BatchItem.read(HttpMethod.POST, text));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "7",
                "null",
                "[]",
                "[7]",
                "[null]",
                "[[]]",
                "[{}]",
                "[{\"url\":7}]",
                "[{\"url\":null}]",
                "[{\"url\":\"http://a b/\"}]",
                "[{\"url\":\"/rpc/x\",\"method\":7}]",
                "[{\"url\":\"/rpc/x\",\"method\":\"g e t\"}]",
                "[{\"url\":\"/rpc/x?data=%7B\",\"method\":\"GET\"}]"
            })
    void whatIsNoBatchIsRefused(String text) {
        assertEquals(400, status(HttpMethod.POST, text));
    }

    @Test
    void twentyCallsAreABatchAndOneMoreIsTooMany() {
        String item = "{\"url\":\"/rpc/x\"}";
        assertEquals(
                20,
                BatchItem.read(HttpMethod.POST, Collections.nCopies(20, item).toString())
                        .size());
        assertEquals(413, status(HttpMethod.POST, Collections.nCopies(21, item).toString()));
    }

    @Test
    void aUrlWithoutAPathNamesNoProcedure() {
        assertEquals(
                "null",
                BatchItem.read(HttpMethod.POST, "[{\"url\":\"mailto:x\"}]")
                        .get(0)
                        .path());
    }
}
