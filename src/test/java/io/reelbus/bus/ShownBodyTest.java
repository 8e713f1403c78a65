package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShownBodyTest {
    /** An object that goes wrong wherever it is touched. */
    static final class Poison {
        @Override
        public String toString() {
            throw new IllegalStateException("touched");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("touched");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("touched");
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(null, "null", ""),
                Arguments.of("a \"text\"\n", "\"a \\\"text\\\"\\n\"", ""),
                Arguments.of(7, "7", ""),
                Arguments.of(1.5, "1.5", ""),
                Arguments.of(true, "true", ""),
                Arguments.of('x', "\"x\"", ""),
                Arguments.of(
                        new JsonObject().put("b", 1).put("a", new JsonArray().add("x")), "{\"b\":1,\"a\":[\"x\"]}", ""),
                Arguments.of(new JsonArray().add(1).addNull(), "[1,null]", ""),
                Arguments.of(Buffer.buffer("abc"), "\"YWJj\"", "bytes"),
                Arguments.of(new byte[] {1, 2}, "\"AQI=\"", "bytes"),
                Arguments.of(
                        new ReplyException(ReplyFailure.TIMEOUT, -1, "late"),
                        "{\"type\":\"TIMEOUT\",\"code\":-1,\"message\":\"late\"}",
                        "failure"),
                Arguments.of(new Poison(), "null", Poison.class.getName()));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void everyKindOfBodyIsShownForWhatItIs(Object body, String json, String type) {
        assertEquals(new ShownBody(json, type, false), ShownBody.of(body, 100));
    }

    static Stream<Object> longBodies() {
        return Stream.of(
                "x".repeat(1_000_000),
                new JsonObject().put("a", "x".repeat(1_000_000)),
                new JsonArray(IntStream.range(0, 1_000_000).boxed().toList()),
                Buffer.buffer(new byte[1_000_000]),
                new byte[1_000_000]);
    }

    @ParameterizedTest
    @MethodSource("longBodies")
    void ofALongBodyTheBeginningIsShownAndThatItIsCut(Object body) {
        ShownBody shown = ShownBody.of(body, 100);
        assertTrue(shown.isTruncated());
        assertTrue(shown.json().length() <= 220, () -> "no more than escapes add: " + shown.json());
        assertTrue(Json.decodeValue(shown.json()) instanceof String);
    }

    @Test
    void whatIsAsLongAsIsShownIsNotCut() {
        assertEquals(new ShownBody("\"abc\"", "", false), ShownBody.of("abc", 3));
        assertEquals(new ShownBody("[1]", "", false), ShownBody.of(new JsonArray().add(1), 3));
        assertEquals(new ShownBody("\"[1\"", "", true), ShownBody.of(new JsonArray().add(1), 2));
    }

    @Test
    void anObjectThatHoldsItselfOrWhatNoJsonCanSayIsNamedOrCut() {
        JsonObject circle = new JsonObject();
        circle.put("self", circle);
        assertTrue(ShownBody.of(circle, 100).isTruncated());
        assertEquals(new ShownBody("null", JsonObject.class.getName(), false), ShownBody.of(circle, Integer.MAX_VALUE));
        assertEquals(
                new ShownBody("null", JsonObject.class.getName(), false),
                ShownBody.of(new JsonObject().put("odd", new Poison()), 1_000));
    }
}
