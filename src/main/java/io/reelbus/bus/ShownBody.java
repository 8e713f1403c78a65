package io.reelbus.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A message's body as a tap shows it: whatever it is, as a bounded piece of JSON. What is JSON is shown as it is,
 * bytes as Base64; of an object that only its own codec understands nothing but the class, since nothing of it may be
 * called.
 *
 * @param json the text of a JSON value
 * @param type what the value does not say itself: {@code bytes}, {@code failure} or the name of a class; else empty
 * @param isTruncated whether {@code json} is a string with no more than the beginning
 */
record ShownBody(String json, String type, boolean isTruncated) {
    private static final String NULL = "null";
    private static final String BYTES = "bytes";
    private static final String FAILURE = "failure";

    /** At most {@code limit} characters of text, or as many bytes, are shown. */
    static ShownBody of(@Nullable Object body, int limit) {
        if (body == null) {
            return new ShownBody(NULL, "", false);
        }
        if (body instanceof String text) {
            boolean whole = text.length() <= limit;
            return new ShownBody(Json.encode(whole ? text : text.substring(0, limit)), "", !whole);
        }
        if (body instanceof Buffer buffer) {
            return ofBytes(buffer.getBytes(0, Math.min(limit, buffer.length())), buffer.length());
        }
        if (body instanceof byte[] bytes) {
            return ofBytes(Arrays.copyOf(bytes, Math.min(limit, bytes.length)), bytes.length);
        }
        if (body instanceof ReplyException failure) {
            JsonObject shown = new JsonObject()
                    .put("type", failure.failureType().name())
                    .put("code", failure.failureCode())
                    .put("message", failure.getMessage());
            return ofJson(shown, limit, FAILURE);
        }
        return isJson(body)
                ? ofJson(body, limit, "")
                : new ShownBody(NULL, body.getClass().getName(), false);
    }

    private static boolean isJson(Object body) {
        return body instanceof JsonObject
                || body instanceof JsonArray
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof Character;
    }

    private static ShownBody ofBytes(byte[] first, int all) {
        return new ShownBody('"' + Base64.getEncoder().encodeToString(first) + '"', BYTES, first.length < all);
    }

    private static ShownBody ofJson(Object body, int limit, String type) {
        Beginning beginning = new Beginning(limit);
        try {
            DatabindCodec.mapper().writeValue(beginning, body);
            return new ShownBody(beginning.text(), type, false);
        } catch (IOException | StackOverflowError unwritable) {
            // An object within itself, for instance, which whoever sends it will come to know of.
            return beginning.isFull()
                    ? new ShownBody(Json.encode(beginning.text()), type, true)
                    : new ShownBody(NULL, body.getClass().getName(), false);
        }
    }

    /** Takes the first characters and refuses the rest, so that a huge object is not written out to be cut. */
    private static final class Beginning extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final int limit;
        private boolean full;

        Beginning(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            int room = Math.min(length, limit - text.length());
            text.append(chars, offset, room);
            if (room < length) {
                full = true;
                throw new IOException("longer than is shown");
            }
        }

        boolean isFull() {
            return full;
        }

        String text() {
            return text.toString();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
