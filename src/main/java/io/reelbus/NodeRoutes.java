package io.reelbus;

import io.reelbus.http.HealthRoutes;
import io.reelbus.http.MetricsRoutes;
import io.reelbus.http.PageRoutes;
import io.reelbus.http.Routes;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.http.orpc.RpcRoutes;
import io.reelbus.push.poll.PollRoutes;
import io.reelbus.push.poll.VideoProcedure;
import io.reelbus.upload.FormDoor;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.UploadProcedure;
import io.reelbus.upload.UploadRoutes;
import io.reelbus.video.ControlRoutes;
import io.reelbus.video.JobControl;
import io.reelbus.video.VideoRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node answers, which depends on its roles: one port has one router. */
final class NodeRoutes {
    private NodeRoutes() {}

    static List<Routes> of(Parts parts, Optional<Sockets> sockets, Inside inside) {
        NodeConfig config = parts.config();
        List<Routes> routes = new ArrayList<>();
        routes.add(new HealthRoutes(parts.vertx(), NodeChecks.live(parts.loops()), NodeChecks.ready(parts)));
        routes.add(new MetricsRoutes(parts.metrics()::scrape));
        Optional<FormDoor> uploads = config.has(Role.HTTP) ? Optional.of(uploads(parts)) : Optional.empty();
        uploads.ifPresent(door -> routes.addAll(http(parts, door)));
        sockets.ifPresent(open -> {
            List<Procedure> procedures =
                    new ArrayList<>(List.of(VideoProcedure.get(parts.stores().jobs())));
            uploads.map(UploadProcedure::of).ifPresent(procedures::add);
            if (config.has(Role.BRIDGE)) {
                routes.addAll(open.routes(parts));
                procedures.add(open.iterators().subscribe());
            }
            routes.add(new PollRoutes(parts.stores().jobs(), open.polls()));
            routes.add(new RpcRoutes(procedures));
        });
        routes.addAll(inside.routes());
        return routes;
    }

    private static FormDoor uploads(Parts parts) {
        Stores stores = parts.stores();
        var ingest = new Ingest(
                parts.config().upload(),
                stores.media(),
                stores.jobs(),
                stores.unfinished(),
                parts.topics(),
                parts.links(),
                parts.metrics().registry());
        return new FormDoor(parts.vertx(), ingest, parts.draining());
    }

    private static List<Routes> http(Parts parts, FormDoor door) {
        Stores stores = parts.stores();
        var control = new JobControl(stores.jobs(), stores.media(), stores.unfinished(), parts.topics());
        return List.of(
                new UploadRoutes(door),
                new VideoRoutes(stores.jobs(), stores.media()),
                new ControlRoutes(stores.jobs(), control, parts.links()),
                new PageRoutes());
    }
}
