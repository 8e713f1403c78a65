package io.reelbus.http.orpc;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a procedure.
 *
 * @param input what JSON can hold; null where the client has sent none
 * @param lastEventId where a client that comes back to an event iterator has been
 * @param request by which it came, for whoever must know from whom
 */
public record Call(@Nullable Object input, Optional<String> lastEventId, HttpServerRequest request) {
    /** The input's value of this key; throws what the client is answered where that is no text. */
    public String text(String key) {
        Object value = value(key).orElseThrow(() -> RpcException.badInput(List.of(key), key + " is missing"));
        if (value instanceof String text) {
            return text;
        }
        throw RpcException.badInput(List.of(key), key + " must be a string");
    }

    /** The input's value of this key; empty where it has none. */
    public Optional<Object> value(String key) {
        return input instanceof JsonObject json ? Optional.ofNullable(json.getValue(key)) : Optional.empty();
    }

    /** Whether the request is a form, which a procedure of kind {@code FORM} reads. */
    public boolean isForm() {
        return isForm(request);
    }

    static boolean isForm(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        return type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
