package io.reelbus.http.orpc;

import io.reelbus.http.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a call ends with instead of a value; rendered as clients of oRPC expect an error. */
public final class RpcException extends RuntimeException {
    /** The codes that the protocol has for these statuses; others are named by our own code. */
    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "BAD_REQUEST"),
            Map.entry(403, "FORBIDDEN"),
            Map.entry(404, "NOT_FOUND"),
            Map.entry(405, "METHOD_NOT_SUPPORTED"),
            Map.entry(409, "CONFLICT"),
            Map.entry(413, "PAYLOAD_TOO_LARGE"),
            Map.entry(415, "UNSUPPORTED_MEDIA_TYPE"),
            Map.entry(422, "UNPROCESSABLE_CONTENT"),
            Map.entry(429, "TOO_MANY_REQUESTS"),
            Map.entry(500, "INTERNAL_SERVER_ERROR"),
            Map.entry(503, "SERVICE_UNAVAILABLE"));

    private final int status;
    private final String code;
    private final transient JsonObject data;

    private RpcException(int status, String code, String message, JsonObject data) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.data = data;
    }

    static RpcException of(int status, String message) {
        return new RpcException(status, CODES.getOrDefault(status, "BAD_REQUEST"), message, new JsonObject());
    }

    /** The input is not what the procedure takes at this path: in {@code data}, as the original's validation puts it. */
    public static RpcException badInput(List<Object> path, String message) {
        JsonObject issue = new JsonObject().put("path", new JsonArray(path)).put("message", message);
        return new RpcException(
                400, "BAD_REQUEST", message, new JsonObject().put("issues", new JsonArray().add(issue)));
    }

    /** Anything that a procedure has failed with; our own code is in {@code data}. */
    static RpcException of(Throwable trouble) {
        if (trouble instanceof RpcException known) {
            return known;
        }
        JsonObject problem = Problem.of(trouble);
        int status = problem.getInteger("status");
        String code = problem.getString("code");
        return new RpcException(
                status,
                CODES.getOrDefault(status, code.toUpperCase(Locale.ROOT)),
                problem.getString("detail"),
                new JsonObject().put("code", code));
    }

    int status() {
        return status;
    }

    /** Whether the same call may succeed in a moment. */
    boolean passes() {
        return status == 429 || status == 503;
    }

    /** {@code {defined, code, status, message, data?}}; {@code defined} is of clients that share our types. */
    String body(Wire wire) {
        JsonObject error = new JsonObject()
                .put("defined", false)
                .put("code", code)
                .put("status", status)
                .put("message", getMessage());
        return wire.body((data.isEmpty() ? error : error.put("data", data)).encode());
    }
}
