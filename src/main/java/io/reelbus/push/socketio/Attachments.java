package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the buffers out of a payload and puts them back: on the wire each is a message of its own, and
 * {@code {"_placeholder":true,"num":n}} stands where it was.
 */
final class Attachments {
    private static final String PLACEHOLDER = "_placeholder";
    private static final String NUMBER = "num";

    private Attachments() {}

    /** The value with placeholders for its buffers, which are added to the list in order. Copies, never changes. */
    static @Nullable Object detach(@Nullable Object value, List<Buffer> buffers) {
        if (value instanceof Buffer buffer) {
            return placeholder(buffer, buffers);
        }
        if (value instanceof byte[] bytes) {
            return placeholder(Buffer.buffer(bytes), buffers);
        }
        if (value instanceof JsonObject object) {
            return detach(object.getMap(), buffers);
        }
        if (value instanceof JsonArray array) {
            return detach(array.getList(), buffers);
        }
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), detach(member, buffers)));
            return new JsonObject(copy);
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>(list.size());
            list.forEach(member -> copy.add(detach(member, buffers)));
            return new JsonArray(copy);
        }
        return value;
    }

    private static JsonObject placeholder(Buffer buffer, List<Buffer> buffers) {
        buffers.add(buffer);
        return new JsonObject().put(PLACEHOLDER, true).put(NUMBER, buffers.size() - 1);
    }

    /** The array with each placeholder replaced by the buffer it names. */
    static JsonArray attach(JsonArray array, List<Buffer> buffers) throws MalformedException {
        var copy = new ArrayList<@Nullable Object>(array.size());
        for (Object member : array.getList()) {
            copy.add(attachValue(member, buffers));
        }
        return new JsonArray(copy);
    }

    private static @Nullable Object attachValue(@Nullable Object value, List<Buffer> buffers)
            throws MalformedException {
        if (value instanceof JsonObject object) {
            return attachValue(object.getMap(), buffers);
        }
        if (value instanceof Map<?, ?> map) {
            return Boolean.TRUE.equals(map.get(PLACEHOLDER)) ? named(map.get(NUMBER), buffers) : members(map, buffers);
        }
        if (value instanceof JsonArray array) {
            return attach(array, buffers);
        }
        if (value instanceof List<?> list) {
            return attach(new JsonArray(list), buffers);
        }
        return value;
    }

    private static JsonObject members(Map<?, ?> map, List<Buffer> buffers) throws MalformedException {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            copy.put(String.valueOf(member.getKey()), attachValue(member.getValue(), buffers));
        }
        return new JsonObject(copy);
    }

    private static Buffer named(@Nullable Object number, List<Buffer> buffers) throws MalformedException {
        if (number instanceof Integer index && index >= 0 && index < buffers.size()) {
            return buffers.get(index);
        }
        throw new MalformedException("illegal attachment number");
    }
}
