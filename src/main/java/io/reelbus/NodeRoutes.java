package io.reelbus;

import io.reelbus.http.Check;
import io.reelbus.http.HealthRoutes;
import io.reelbus.http.MetricsRoutes;
import io.reelbus.http.PageRoutes;
import io.reelbus.http.Routes;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.http.orpc.RpcRoutes;
import io.reelbus.push.poll.PollRoutes;
import io.reelbus.push.poll.VideoProcedure;
import io.reelbus.upload.ProfileChoice;
import io.reelbus.video.ControlRoutes;
import io.reelbus.video.JobControl;
import io.reelbus.video.ListRoutes;
import io.reelbus.video.VideoProcedures;
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
        List<Check> ready = NodeChecks.ready(parts, inside.unserved());
        routes.add(new HealthRoutes(parts.vertx(), NodeChecks.live(parts.loops()), ready));
        routes.add(new MetricsRoutes(parts.metrics()::scrape));
        List<Procedure> procedures = new ArrayList<>();
        if (config.has(Role.HTTP)) {
            JobControl control = control(parts, inside.profiles());
            UploadDoors uploads = UploadDoors.of(parts, control, inside.profiles());
            routes.addAll(http(parts, control, uploads));
            procedures.add(uploads.procedure());
            procedures.add(VideoProcedures.list(parts.stores().jobs()));
            procedures.add(VideoProcedures.cancel(control));
        }
        sockets.ifPresent(open -> {
            procedures.add(VideoProcedure.get(parts.stores().jobs()));
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

    private static JobControl control(Parts parts, ProfileChoice profiles) {
        Stores stores = parts.stores();
        return new JobControl(
                stores.jobs(),
                stores.media(),
                stores.unfinished(),
                parts.topics(),
                profile -> profiles.choose(Optional.of(profile)));
    }

    private static List<Routes> http(Parts parts, JobControl control, UploadDoors uploads) {
        Stores stores = parts.stores();
        List<Routes> routes = new ArrayList<>(uploads.routes());
        routes.add(new ListRoutes(stores.jobs(), parts.links()));
        routes.add(new VideoRoutes(stores.jobs(), stores.media()));
        routes.add(new ControlRoutes(stores.jobs(), control, parts.links()));
        routes.add(new PageRoutes());
        return routes;
    }
}
