package io.reelbus.push.sockjs;

import io.reelbus.job.FileId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the event bus bridge asks for, read from one text. The words of what is refused are those of
 * Vert.x's own bridge, which its clients know.
 */
sealed interface BridgeRequest {
    /** Where the events of one file are told; its id follows. */
    String EVENTS = "processing.";

    /** Where a file's story is asked for. */
    String STORY = "reelbus.story";

    /** Longer names of an answer's address are refused: clients make UUIDs. */
    int MAX_REPLY_ADDRESS = 36;

    /** The client is there. */
    record Ping() implements BridgeRequest {}

    /** {@code after} is the header of this name, whatever it is. */
    record Register(FileId fileId, @Nullable Object after) implements BridgeRequest {}

    record Unregister(FileId fileId) implements BridgeRequest {}

    /** {@code body} is whatever the client sent; without an address for the answer there is nothing to do. */
    record AskStory(@Nullable Object body, Optional<String> replyAddress) implements BridgeRequest {}

    /** It cannot be, or may not be done. */
    record Refused(String error) implements BridgeRequest {}

    static BridgeRequest parse(String text) {
        try {
            return Json.decodeValue(text) instanceof JsonObject request ? read(request) : new Refused("invalid_json");
        } catch (DecodeException e) {
            return new Refused("invalid_json");
        }
    }

    private static BridgeRequest read(JsonObject request) {
        if (!(request.getValue("type") instanceof String type)) {
            return new Refused("missing_type");
        }
        if (type.equals("ping")) {
            return new Ping();
        }
        if (!(request.getValue("address") instanceof String address)) {
            return new Refused("missing_address");
        }
        return switch (type) {
            case "register" ->
                ofEvents(address)
                        .<BridgeRequest>map(id -> new Register(id, header(request, "after")))
                        .orElse(new Refused("access_denied"));
            case "unregister" ->
                ofEvents(address).<BridgeRequest>map(Unregister::new).orElse(new Refused("access_denied"));
            case "send" -> send(address, request);
            case "publish" -> new Refused("access_denied");
            default -> new Refused("invalid_type");
        };
    }

    private static BridgeRequest send(String address, JsonObject request) {
        Object reply = request.getValue("replyAddress");
        if (reply != null && !(reply instanceof String name && name.length() <= MAX_REPLY_ADDRESS)) {
            return new Refused("invalid_reply_address");
        }
        return address.equals(STORY)
                ? new AskStory(request.getValue("body"), Optional.ofNullable((String) reply))
                : new Refused("access_denied");
    }

    private static Optional<FileId> ofEvents(String address) {
        return address.startsWith(EVENTS) ? FileId.parse(address.substring(EVENTS.length())) : Optional.empty();
    }

    private static @Nullable Object header(JsonObject request, String name) {
        return request.getValue("headers") instanceof JsonObject headers ? headers.getValue(name) : null;
    }
}
