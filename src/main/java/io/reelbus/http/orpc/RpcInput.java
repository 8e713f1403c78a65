package io.reelbus.http.orpc;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of an input, {@code {"json": value, "meta": [[type, ...path], ...]}}. Its {@code meta} says which
 * values JSON could not hold as they were; of those a number that was written as text and a missing value matter here,
 * the others (a date, a URL, a set) stay as they are written.
 */
final class RpcInput {
    private static final int BIGINT = 0;
    private static final int UNDEFINED = 3;
    private static final int MAX_DIGITS = 1_000;

    private RpcInput() {}

    /** The value; null where there is none. Throws what the client is answered where the text is no such envelope. */
    static @Nullable Object read(@Nullable String text) {
        return text == null || text.isBlank() ? null : open(parse(text));
    }

    /** The same of an envelope that was read already; null where there is none. */
    static @Nullable Object open(@Nullable Object opened) {
        if (opened == null) {
            return null;
        }
        if (!(opened instanceof JsonObject envelope)) {
            throw malformed();
        }
        Object meta = envelope.getValue("meta");
        if (meta == null) {
            return envelope.getValue("json");
        }
        if (!(meta instanceof JsonArray items)) {
            throw malformed();
        }
        items.forEach(item -> revive(envelope, item));
        return envelope.getValue("json");
    }

    static @Nullable Object parse(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException e) {
            throw RpcException.of(400, "The input is not JSON.");
        }
    }

    private static RpcException malformed() {
        return RpcException.of(400, "The input must be {\"json\": ...}, perhaps with \"meta\".");
    }

    private static void revive(JsonObject envelope, @Nullable Object item) {
        if (!(item instanceof JsonArray path) || path.isEmpty()) {
            throw malformed();
        }
        Object holder = envelope;
        Object key = "json";
        for (int i = 1; i < path.size(); i++) {
            holder = get(holder, key);
            key = path.getValue(i);
        }
        Object value = get(holder, key);
        Object type = path.getValue(0);
        if (Integer.valueOf(BIGINT).equals(type)) {
            put(holder, key, integer(value));
        } else if (Integer.valueOf(UNDEFINED).equals(type)) {
            put(holder, key, null);
        }
    }

    private static @Nullable Object get(@Nullable Object holder, @Nullable Object key) {
        if (holder instanceof JsonObject object && key instanceof String name && object.containsKey(name)) {
            return object.getValue(name);
        }
        if (holder instanceof JsonArray array && key instanceof Integer i && i >= 0 && i < array.size()) {
            return array.getValue(i);
        }
        throw malformed();
    }

    private static void put(@Nullable Object holder, @Nullable Object key, @Nullable Object value) {
        if (holder instanceof JsonObject object && key instanceof String name) {
            object.put(name, value);
        } else if (holder instanceof JsonArray array && key instanceof Integer i) {
            array.set(i, value);
        }
    }

    private static Object integer(@Nullable Object written) {
        if (!(written instanceof String digits) || digits.length() > MAX_DIGITS || !digits.matches("-?\\d+")) {
            throw malformed();
        }
        BigInteger integer = new BigInteger(digits);
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }
}
