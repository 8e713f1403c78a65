package io.reelbus.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Supplier;

/** Questions of one node to another, each at an address of its own: what it does now, and what it knows. */
public final class Inquiries {
    /** A node that does not answer within this, in milliseconds, is silent. */
    public static final long PATIENCE_MS = 1_000;

    private static final int FAILED = 1;
    private static final int UNKNOWN = 2;

    private final EventBus bus;

    public Inquiries(Vertx vertx) {
        this.bus = vertx.eventBus();
    }

    /** Where the node of this id is asked; body {@code {about}}, the reply is an object. */
    public static String address(String nodeId) {
        return "inspect.nodes." + nodeId;
    }

    /** Answers for the node of this id, each question by its name; complete once it can be asked. */
    public Future<Void> answer(String nodeId, Map<String, Supplier<Future<JsonObject>>> answers) {
        return bus.<JsonObject>consumer(address(nodeId), question -> answer(question, answers))
                .completion();
    }

    private static void answer(Message<JsonObject> question, Map<String, Supplier<Future<JsonObject>>> answers) {
        Supplier<Future<JsonObject>> answer = answers.get(question.body().getString("about"));
        if (answer == null) {
            // The question of a newer release.
            question.fail(UNKNOWN, "nothing is known of that here");
            return;
        }
        answer.get()
                .onSuccess(question::reply)
                .onFailure(trouble -> question.fail(FAILED, String.valueOf(trouble.getMessage())));
    }

    /** Fails where the node does not answer in time. */
    public Future<JsonObject> ask(String nodeId, String about) {
        return bus.<JsonObject>request(
                        address(nodeId),
                        new JsonObject().put("about", about),
                        new DeliveryOptions().setSendTimeout(PATIENCE_MS))
                .map(answer -> answer.body());
    }
}
