package io.reelbus.http.orpc;

import io.reelbus.http.EventStream;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The wires of oRPC: its RPC protocol puts every body into an envelope, its OpenAPI protocol sends it bare. */
public enum Wire {
    RPC,
    OPENAPI;

    /** The body of which this JSON is the value. */
    String body(String json) {
        return this == RPC ? "{\"json\":" + json + "}" : json;
    }

    /** One value of an event iterator; {@code json} is JSON on one line, {@code id} is where a client can come back. */
    public Buffer message(@Nullable Long id, String json) {
        return EventStream.event("message", id, body(json));
    }
}
