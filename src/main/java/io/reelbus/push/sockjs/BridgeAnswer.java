package io.reelbus.push.sockjs;

import io.reelbus.push.FrameSocket;
import io.reelbus.push.Telling;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The texts that a client of the event bus bridge is sent, in the form that its library reads. */
final class BridgeAnswer {
    /** An event of a file, at the address where it is told. */
    static final Function<Telling, String> EVENT = telling ->
            message(BridgeRequest.EVENTS + telling.fileId(), FrameSocket.frame(telling.event(), telling.json()));

    /** What Vert.x calls the failure of whoever has got a request. */
    private static final String RECIPIENT = "RECIPIENT_FAILURE";

    private BridgeAnswer() {}

    /** {@code body} is JSON text. */
    static String message(String address, String body) {
        // The client chooses the address of an answer.
        return "{\"type\":\"rec\",\"address\":" + quoted(address) + ",\"body\":" + body + "}";
    }

    /** A story, or that there is none. */
    static String story(String address, String fileId, Optional<List<Telling>> soFar, long after) {
        String events = soFar.orElse(List.of()).stream()
                .filter(telling -> telling.seq() > after)
                .map(telling -> FrameSocket.frame(telling.event(), telling.json()))
                .collect(Collectors.joining(",", "[", "]"));
        return message(
                address,
                "{\"fileId\":" + quoted(fileId) + ",\"known\":" + soFar.isPresent() + ",\"events\":" + events + "}");
    }

    /** Something of this socket that belongs to no address was wrong. */
    static String error(String what) {
        return new JsonObject().put("type", "err").put("body", what).encode();
    }

    /** The client's library hands this to whoever listens at the address. */
    static String failure(String address, String what, int code, String message) {
        return new JsonObject()
                .put("type", "err")
                .put("body", what)
                .put("address", address)
                .put("failureCode", code)
                .put("failureType", RECIPIENT)
                .put("message", message)
                .encode();
    }

    private static String quoted(String text) {
        return Json.encode(text);
    }
}
