package io.reelbus.push;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks by {@code subscribe:file}.
 *
 * @param after only what is above this position is to be told
 * @param upload whether it is to be told how much of the upload has come, too
 */
record SubscribeRequest(String fileId, long after, boolean upload) {
    private static final int MAX_ID = 256;

    /** Throws IllegalArgumentException that says what is wrong with the payload. */
    static SubscribeRequest read(@Nullable Object payload) {
        String fileId = fileId(payload);
        JsonObject json = payload instanceof JsonObject object ? object : new JsonObject();
        return new SubscribeRequest(fileId, after(json.getValue("after")), upload(json.getValue("upload", false)));
    }

    /** The file alone, as {@code unsubscribe:file} names it; throws as {@link #read}. */
    static String fileId(@Nullable Object payload) {
        Object value = payload instanceof JsonObject json ? json.getValue("fileId") : null;
        if (value == null) {
            throw new IllegalArgumentException("fileId is missing");
        }
        if (!(value instanceof String id)) {
            throw new IllegalArgumentException("fileId must be a string");
        }
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("fileId must have 1 to " + MAX_ID + " characters");
        }
        return id;
    }

    private static long after(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole || ((Number) value).longValue() < 0) {
            throw new IllegalArgumentException("after must be a whole number of 0 or more");
        }
        return ((Number) value).longValue();
    }

    private static boolean upload(@Nullable Object value) {
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw new IllegalArgumentException("upload must be true or false");
    }
}
