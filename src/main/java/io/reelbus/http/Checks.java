package io.reelbus.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.List;

/** Makes one report of several checks. Each has {@value #LIMIT_MS} ms; none waits for another. */
final class Checks {
    static final long LIMIT_MS = 2_000;

    private final HealthChecks procedures;
    private final List<Look> looks;

    Checks(Vertx vertx, List<Check> checks) {
        this.procedures = HealthChecks.create(vertx);
        this.looks = checks.stream().map(check -> new Look(check, LIMIT_MS)).toList();
        looks.forEach(look -> procedures.register(
                look.check().name(),
                LIMIT_MS,
                result -> look.now().map(Status::OK).onComplete(result::tryComplete, result::tryFail)));
    }

    /** {@code {status, checks: [{name, status, data?, detail?}]}}; a status is {@code UP} or {@code DOWN}. */
    Future<JsonObject> report() {
        List<Future<JsonObject>> results = looks.stream().map(this::result).toList();
        return Future.join(results).map(all -> {
            List<JsonObject> checks = results.stream().map(Future::result).toList();
            return new JsonObject()
                    .put("status", word(checks.stream().allMatch(Checks::isUp)))
                    .put("checks", new JsonArray(checks));
        });
    }

    static boolean isUp(JsonObject report) {
        return "UP".equals(report.getString("status"));
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private Future<JsonObject> result(Look look) {
        return procedures.checkStatus(look.check().name()).map(result -> {
            boolean up = CheckResult.isUp(result);
            look.found(up, result.getFailure());
            JsonObject line = new JsonObject().put("name", look.check().name()).put("status", word(up));
            JsonObject data = result.getData();
            if (!up) {
                // Not what the failure says: that may name folders, and what is beside the database's address.
                return line.put("detail", look.check().trouble());
            }
            return data == null || data.isEmpty() ? line : line.put("data", data);
        });
    }
}
