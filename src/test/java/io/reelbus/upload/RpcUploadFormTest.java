package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.http.orpc.RpcException;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcUploadFormTest {
    private final RpcUploadForm form = new RpcUploadForm();

    private static MultiMap data(String input) {
        return MultiMap.caseInsensitiveMultiMap().add("data", "{\"json\":" + input + ",\"maps\":[[\"file\"]]}");
    }

    @Test
    void theFirstFileIsTakenAndASecondIsNone() {
        assertTrue(form.takes("0", true));
        assertThrows(RpcException.class, () -> form.takes("1", false));
    }

    @Test
    void thePriorityIsTheInputsAndElseTheDefault() {
        assertEquals(0, form.wishes(data("{\"file\":{},\"priority\":0}"), "0").priority());
        assertEquals(9, form.wishes(data("{\"file\":{},\"priority\":9}"), "0").priority());
        assertEquals(
                5, form.wishes(data("{\"file\":{},\"priority\":null}"), "0").priority());
        assertEquals(5, form.wishes(data("{\"file\":{}}"), "0").priority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10", "5.5", "\"5\"", "true", "[]", "{}", "99999999999"})
    void anotherPriorityIsWrong(String priority) {
        RpcException wrong = assertThrows(
                RpcException.class, () -> form.wishes(data("{\"file\":{},\"priority\":" + priority + "}"), "0"));
        assertEquals("priority must be a whole number from 0 to 9", wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "00", "file", ""})
    void aFileInAnotherPartIsNotTheInputs(String part) {
        RpcException wrong = assertThrows(RpcException.class, () -> form.wishes(data("{\"file\":{}}"), part));
        assertEquals("The form has no file in a part named \"0\".", wrong.getMessage());
    }

    @Test
    void anInputWithoutItsFileIsWrong() {
        assertThrows(RpcException.class, () -> form.wishes(data("{\"file\":{}}"), null));
        assertThrows(RpcException.class, () -> form.wishes(MultiMap.caseInsensitiveMultiMap(), "0"));
    }

    @Test
    void theProfileIsTheInputsAndMayBeLeftOut() {
        assertEquals(
                Optional.of("hls"),
                form.wishes(data("{\"file\":{},\"profile\":\"hls\"}"), "0").profile());
        assertEquals(
                Optional.empty(),
                form.wishes(data("{\"file\":{},\"profile\":null}"), "0").profile());
        assertEquals(Optional.empty(), form.wishes(data("{\"file\":{}}"), "0").profile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}", "[\"hls\"]"})
    void aProfileThatIsNoNameIsWrong(String profile) {
        RpcException wrong = assertThrows(
                RpcException.class, () -> form.wishes(data("{\"file\":{},\"profile\":" + profile + "}"), "0"));
        assertEquals("profile must be the name of a profile", wrong.getMessage());
    }
}
