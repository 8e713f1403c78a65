package io.reelbus.http.orpc;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All procedures of a node, by their path. */
final class Procedures {
    static final String PREFIX = "/rpc/";

    private final Map<String, Procedure> procedures;

    Procedures(List<Procedure> procedures) {
        this.procedures = procedures.stream().collect(Collectors.toMap(Procedure::path, Function.identity()));
    }

    /** The one that this method and path of a URL call; fails with what the client is answered where there is none. */
    Future<Procedure> find(HttpMethod method, String path) {
        Procedure procedure = path.startsWith(PREFIX) ? procedures.get(path.substring(PREFIX.length())) : null;
        if (procedure == null) {
            return Future.failedFuture(RpcException.of(404, "There is no such procedure."));
        }
        // What a link or an image of another page can cause must change nothing.
        boolean callable = method == HttpMethod.POST || (method == HttpMethod.GET && procedure.safe());
        return callable ? Future.succeededFuture(procedure) : Future.failedFuture(refused(method));
    }

    static RpcException refused(HttpMethod method) {
        return RpcException.of(405, "This procedure is not called by " + method + ".");
    }
}
