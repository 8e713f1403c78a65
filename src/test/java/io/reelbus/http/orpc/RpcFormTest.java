package io.reelbus.http.orpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpcFormTest {
    @Test
    void theClientsOwnFormHasItsFileInPartZero() {
        RpcForm form = RpcForm.read("{\"json\":{\"file\":{},\"priority\":7},\"maps\":[[\"file\"]]}");
        assertEquals("0", form.onlyFile("file"));
        assertEquals(7, ((JsonObject) form.input()).getInteger("priority"));
    }

    @Test
    void aNumberThatJsonCannotHoldIsRevivedBesideAFile() {
        RpcForm form = RpcForm.read("{\"json\":{\"file\":{},\"n\":\"7\"},\"meta\":[[0,\"n\"]],\"maps\":[[\"file\"]]}");
        assertEquals(7L, ((JsonObject) form.input()).getLong("n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"json\":{\"file\":{}} | [] | The input is not JSON.",
                "`` | [] | The input is not JSON.",
                "[1] | [] | The input must be {\"json\": ...}, perhaps with \"meta\".",
                "7 | [] | The input must be {\"json\": ...}, perhaps with \"meta\".",
                "{\"json\":{\"file\":{}},\"meta\":7} | [] | The input must be {\"json\": ...}, perhaps with \"meta\".",
                "{\"json\":{\"file\":{}},\"maps\":7} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":null} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":[\"file\"]} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":[[null]]} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":[[1.5]]} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":[]} | [\"file\"] | file must be a file",
                "{\"json\":{\"file\":{}}} | [\"file\"] | file must be a file",
                "{\"maps\":[[\"file\"]]} | [\"file\"] | file must be a file",
                "{\"json\":{},\"maps\":[[\"file\"]]} | [\"file\"] | file must be a file",
                "{\"json\":[],\"maps\":[[\"file\"]]} | [\"file\"] | file must be a file",
                "{\"json\":{},\"maps\":[[]]} | [] | A file belongs nowhere but at file.",
                "{\"json\":{\"x\":{}},\"maps\":[[\"x\"]]} | [\"x\"] | A file belongs nowhere but at file.",
                "{\"json\":{\"file\":[{}]},\"maps\":[[\"file\",0]]} | [\"file\",0] | A file belongs nowhere but at file.",
                "{\"json\":{\"file\":{},\"x\":{}},\"maps\":[[\"file\"],[\"x\"]]} | [\"x\"] | A file belongs nowhere but at file.",
                "{\"json\":{\"file\":{}},\"maps\":[[\"file\"],[\"file\"]]} | [\"file\"] | file must be one file"
            })
    void whatIsNoneIsSaidAsAnIssue(String data, String path, String message) {
        RpcException wrong =
                assertThrows(RpcException.class, () -> RpcForm.read(data).onlyFile("file"));
        assertIssue(path, message, wrong);
    }

    @Test
    void aFormWithoutInputIsWrong() {
        assertIssue(
                "[]",
                "The form has no part named \"data\".",
                assertThrows(RpcException.class, () -> RpcForm.read(null)));
    }

    private static void assertIssue(String path, String message, RpcException wrong) {
        JsonObject error = new JsonObject(wrong.body(Wire.OPENAPI));
        assertEquals(400, error.getInteger("status"));
        assertEquals("BAD_REQUEST", error.getString("code"));
        JsonObject issue = error.getJsonObject("data").getJsonArray("issues").getJsonObject(0);
        assertEquals(List.of(path, message), List.of(issue.getJsonArray("path").encode(), issue.getString("message")));
    }
}
