package io.reelbus.inspect;

import io.reelbus.bus.Inquiries;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.inspect.Cluster.Answer;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * {@code /inspect/nodes}, {@code /inspect/rooms}, {@code /inspect/jobs} and the attempts at one of these: what all nodes do, whichever is asked. A
 * node that does not answer is named as silent, never left out.
 */
public final class ViewRoutes implements Routes {
    /** What a node is asked about; the answer is an object with its {@code name} and what it does. */
    public static final String NODE = "node";
    /** What a node is asked about; the answer is {@code {rooms: [...], more: how many are left out}}. */
    public static final String ROOMS = "rooms";

    private final Cluster cluster;
    private final JobStore jobs;

    public ViewRoutes(Inquiries inquiries, Roster roster, JobStore jobs) {
        this.cluster = new Cluster(inquiries, roster);
        this.jobs = jobs;
    }

    @Override
    public void mount(Router router) {
        mount(router, "nodes", context -> cluster.ask(NODE).map(ViewRoutes::nodes));
        mount(router, "rooms", context -> cluster.ask(ROOMS).map(ViewRoutes::rooms));
        mount(router, "jobs", context -> JobPage.read(context.queryParams(), jobs));
        mount(router, "jobs/:id/attempts", context -> AttemptList.read(context.pathParam("id"), jobs));
    }

    private static void mount(Router router, String name, Function<RoutingContext, Future<JsonObject>> view) {
        router.get("/inspect/" + name)
                .handler(new LocalOnly())
                .handler(context -> Future.<Void>succeededFuture()
                        .compose(begin -> view.apply(context))
                        .compose(context::json)
                        .onFailure(trouble -> Problem.send(context, trouble)));
    }

    static JsonObject nodes(List<Answer> answers) {
        JsonArray nodes = new JsonArray();
        answers.forEach(answer -> nodes.add(answer.said()
                .orElseGet(() -> new JsonObject().put("name", answer.name()).put("silent", true))));
        return new JsonObject().put("nodes", nodes);
    }

    /** The rooms of all nodes in one list, each with its node. */
    static JsonObject rooms(List<Answer> answers) {
        JsonArray rooms = new JsonArray();
        JsonArray silent = new JsonArray();
        int more = 0;
        for (Answer answer : answers) {
            if (answer.said().isEmpty()) {
                silent.add(answer.name());
                continue;
            }
            JsonObject said = answer.said().get();
            more += said.getInteger("more", 0);
            for (Object room : said.getJsonArray("rooms")) {
                rooms.add(new JsonObject().put("node", answer.name()).mergeIn((JsonObject) room));
            }
        }
        return new JsonObject().put("rooms", rooms).put("more", more).put("silent", silent);
    }
}
