package io.reelbus.push.socketio;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes Socket.IO v5 packets: {@code type [attachments "-"] [namespace ","] [id] [json]}
 * (socket.io-protocol, "Packet encoding").
 */
final class PacketCodec {
    static final String MAIN_NAMESPACE = "/";
    /** Names with a meaning of their own in the clients; nobody may emit them. */
    private static final Set<String> RESERVED_EVENTS =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");
    /** 15 digits always fit a JavaScript number. */
    private static final int MAX_ID_DIGITS = 15;

    private static final int MAX_ATTACHMENT_DIGITS = 4;

    private PacketCodec() {}

    static boolean isReserved(String event) {
        return RESERVED_EVENTS.contains(event);
    }

    static String encode(Packet packet) {
        Object data = packet.data();
        return head(packet.type(), packet.attachments(), packet.namespace(), packet.id())
                + (data == null ? "" : Json.encode(data));
    }

    /** All of a packet but its JSON. */
    static String head(PacketType type, int attachments, String namespace, @Nullable Long id) {
        var head = new StringBuilder().append(type.digit());
        if (type.isBinary()) {
            head.append(attachments).append('-');
        }
        if (!namespace.equals(MAIN_NAMESPACE)) {
            head.append(namespace).append(',');
        }
        if (id != null) {
            head.append(id.longValue());
        }
        return head.toString();
    }

    static Packet decode(String text) throws MalformedException {
        var cursor = new Cursor(text);
        PacketType type = PacketType.of(cursor.take());
        if (type == null) {
            throw new MalformedException("unknown packet type");
        }
        int attachments = type.isBinary() ? attachments(cursor) : 0;
        String namespace = cursor.peek() == '/' ? cursor.until(',') : MAIN_NAMESPACE;
        String digits = cursor.digits(MAX_ID_DIGITS);
        Long id = digits.isEmpty() ? null : Long.valueOf(digits);
        Object data = json(cursor.rest());
        check(type, id, data);
        return new Packet(type, attachments, namespace, id, data);
    }

    private static int attachments(Cursor cursor) throws MalformedException {
        String digits = cursor.digits(MAX_ATTACHMENT_DIGITS);
        if (digits.isEmpty() || cursor.take() != '-') {
            throw new MalformedException("illegal attachment count");
        }
        int count = Integer.parseInt(digits);
        if (count == 0) {
            throw new MalformedException("illegal attachment count");
        }
        return count;
    }

    private static @Nullable Object json(String text) throws MalformedException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Object value = Json.decodeValue(text);
            if (value == null) {
                throw new MalformedException("a packet cannot carry null");
            }
            if (!isFinite(value)) {
                throw new MalformedException("a number is out of range");
            }
            return value;
        } catch (DecodeException e) {
            throw new MalformedException("payload is not JSON");
        }
    }

    /** Whether each number in it can be written again: JSON has no infinity, but 1e999 is read as one. */
    private static boolean isFinite(@Nullable Object value) {
        // Loops, not streams, for the stack's sake: it may be a thousand deep.
        if (value instanceof JsonArray array) {
            for (Object each : array) {
                if (!isFinite(each)) {
                    return false;
                }
            }
        } else if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> each : object) {
                if (!isFinite(each.getValue())) {
                    return false;
                }
            }
        }
        return !(value instanceof Double number) || Double.isFinite(number);
    }

    private static void check(PacketType type, @Nullable Long id, @Nullable Object data) throws MalformedException {
        boolean valid = switch (type) {
            case CONNECT -> id == null && (data == null || data instanceof JsonObject);
            case DISCONNECT -> id == null && data == null;
            case CONNECT_ERROR -> data instanceof JsonObject || data instanceof String;
            case EVENT, BINARY_EVENT -> data instanceof JsonArray args && startsWithEventName(args);
            case ACK, BINARY_ACK -> id != null && data instanceof JsonArray;
        };
        if (!valid) {
            throw new MalformedException("invalid payload of " + type);
        }
    }

    private static boolean startsWithEventName(JsonArray args) {
        if (args.isEmpty()) {
            return false;
        }
        Object name = args.getValue(0);
        return name instanceof Number || (name instanceof String event && !isReserved(event));
    }
}
