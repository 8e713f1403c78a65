package io.reelbus.http.orpc;

import io.reelbus.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /rpc/<path>}: the procedures of all features, for clients of oRPC, one call at a time or many in a batch. */
public final class RpcRoutes implements Routes {
    private final Procedures procedures;
    private final Batches batches;

    public RpcRoutes(List<Procedure> procedures) {
        this.procedures = new Procedures(procedures);
        this.batches = new Batches(this.procedures);
    }

    @Override
    public void mount(Router router) {
        router.route(Procedures.PREFIX + "*").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (Batches.isBatch(context.request())) {
            batches.handle(context);
            return;
        }
        HttpServerRequest request = context.request();
        // The route answers for its prefix without the slash too, which is no procedure.
        procedures
                .find(request.method(), context.normalizedPath())
                .compose(procedure -> call(procedure, request))
                .onSuccess(output -> answer(context, output))
                .onFailure(trouble -> Answer.error(context, Wire.RPC, trouble));
    }

    private static Future<Output> call(Procedure procedure, HttpServerRequest request) {
        return input(procedure, request)
                .map(input -> new Call(input, Optional.ofNullable(request.getHeader("last-event-id")), request))
                .compose(procedure.work());
    }

    private static Future<@Nullable Object> input(Procedure procedure, HttpServerRequest request) {
        if (procedure.kind() == Procedure.Kind.FORM && Call.isForm(request)) {
            return Future.succeededFuture();
        }
        return request.method() == HttpMethod.GET
                ? Future.succeededFuture(request.getParam("data")).map(RpcInput::read)
                : RpcBody.read(request).map(RpcInput::read);
    }

    private static void answer(RoutingContext context, Output output) {
        if (output instanceof Output.Value value) {
            Answer.value(context, Wire.RPC, value.json());
        } else if (output instanceof Output.Events events) {
            events.begin().accept(Answer.events(context, Wire.RPC));
        }
    }
}
