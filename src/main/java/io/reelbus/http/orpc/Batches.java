package io.reelbus.http.orpc;

import io.reelbus.http.EventStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Answers many calls that came as one request, all at once: each result as soon as it is there, with the index of its
 * call. A {@code streaming} batch is answered with server-sent events, a {@code buffered} one with an array.
 */
final class Batches {
    private static final String HEADER = "x-orpc-batch";
    private static final int MULTI_STATUS = 207;
    private static final Buffer OPENING = Buffer.buffer(": \n\n");

    private final Procedures procedures;

    Batches(Procedures procedures) {
        this.procedures = procedures;
    }

    /** The header alone says it: a client chooses the path by itself. */
    static boolean isBatch(HttpServerRequest request) {
        return request.getHeader(HEADER) != null;
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        text(request)
                .map(text -> BatchItem.read(request.method(), text.orElse(null)))
                .onSuccess(items -> answer(context, items))
                .onFailure(trouble -> Answer.error(context, Wire.RPC, trouble));
    }

    private static Future<Optional<String>> text(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            return RpcBody.read(request).map(Optional::of);
        }
        return request.method() == HttpMethod.GET
                ? Future.succeededFuture(Optional.ofNullable(request.getParam("batch")))
                : Future.failedFuture(Procedures.refused(request.method()));
    }

    private void answer(RoutingContext context, List<BatchItem> items) {
        if ("buffered".equals(context.request().getHeader(HEADER))) {
            List<String> results = new ArrayList<>();
            callAll(context, items, results::add).onComplete(all -> {
                Answer.send(context, MULTI_STATUS, Buffer.buffer("[" + String.join(",", results) + "]"));
            });
        } else {
            context.response().setStatusCode(MULTI_STATUS);
            EventStream stream = new EventStream(context, () -> {});
            stream.begin(OPENING, EventIterator.SILENCE_MS);
            callAll(context, items, result -> stream.send(EventStream.event("message", null, result)))
                    .onComplete(all -> stream.end());
        }
    }

    /** Completes when each result has been taken. */
    private Future<?> callAll(RoutingContext context, List<BatchItem> items, Consumer<String> taken) {
        return Future.join(IntStream.range(0, items.size())
                .mapToObj(index -> call(context, index, items.get(index)).onSuccess(taken::accept))
                .toList());
    }

    /** The result as JSON; never fails. */
    private Future<String> call(RoutingContext context, int index, BatchItem item) {
        return procedures
                .find(method(context, item), item.path())
                .compose(procedure -> call(procedure, item, context.request()))
                .map(output -> Answer.body(Wire.RPC, ((Output.Value) output).json()))
                .map(body -> result(index, 200, "", body))
                .otherwise(trouble -> error(index, Answer.logged(context, trouble)));
    }

    /** A batch that is a link changes nothing, whatever it says of its calls. */
    private static HttpMethod method(RoutingContext context, BatchItem item) {
        return context.request().method() == HttpMethod.GET && item.method() == HttpMethod.POST
                ? HttpMethod.GET
                : item.method();
    }

    private static Future<Output> call(Procedure procedure, BatchItem item, HttpServerRequest request) {
        // The status that the original has for it.
        return procedure.kind() == Procedure.Kind.EVENTS
                ? Future.failedFuture(RpcException.of(500, "An event iterator cannot be part of a batch."))
                : procedure.work().apply(new Call(RpcInput.open(item.envelope()), Optional.empty(), request));
    }

    private static String error(int index, RpcException error) {
        String headers = error.passes() ? "\"headers\":{\"retry-after\":\"" + Answer.RETRY_AFTER_SECONDS + "\"}," : "";
        return result(index, error.status(), headers, error.body(Wire.RPC));
    }

    private static String result(int index, int status, String headers, String body) {
        return "{\"index\":" + index + ",\"status\":" + status + "," + headers + "\"body\":" + body + "}";
    }
}
