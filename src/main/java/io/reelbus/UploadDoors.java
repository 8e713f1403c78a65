package io.reelbus;

import io.reelbus.http.Routes;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.upload.Announcer;
import io.reelbus.upload.Door;
import io.reelbus.upload.FormDoor;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.Intake;
import io.reelbus.upload.ProfileChoice;
import io.reelbus.upload.ProfileRoutes;
import io.reelbus.upload.RawRoutes;
import io.reelbus.upload.Repeatable;
import io.reelbus.upload.Room;
import io.reelbus.upload.UploadConfig;
import io.reelbus.upload.UploadProcedure;
import io.reelbus.upload.UploadRoutes;
import io.reelbus.upload.tus.TusRoutes;
import io.reelbus.upload.tus.TusTools;
import io.reelbus.video.JobControl;
import io.vertx.core.Future;
import java.util.List;

/**
 * The doors by which videos come in, all into one room.
 *
 * @param procedure the one of oRPC
 */
record UploadDoors(List<Routes> routes, Procedure procedure) {
    static UploadDoors of(Parts parts, JobControl control, ProfileChoice profiles) {
        Stores stores = parts.stores();
        UploadConfig config = parts.config().upload();
        var announcer = new Announcer(parts.topics(), parts.metrics().registry());
        var ingest = new Ingest(
                config, stores.media(), stores.jobs(), stores.unfinished(), announcer, parts.links(), profiles);
        var room = new Room(stores.media(), config, parts.metrics().registry());
        var door = new Door(parts.vertx(), parts.draining(), announcer);
        var intake = new Intake(parts.vertx(), config);
        var forms = new FormDoor(door, ingest, room, intake);
        var repeatable = new Repeatable(stores.jobs(), stores.uploads(), stores.media(), ingest);
        var tus = new TusTools(
                parts.vertx(),
                stores.uploads(),
                stores.media(),
                stores.jobs(),
                stores.unfinished(),
                ingest,
                announcer,
                room,
                intake,
                stores.staging(),
                door,
                parts.links(),
                config.maxBytes(),
                parts.config().store().leaseSeconds(),
                id -> delete(parts, control, id));
        return new UploadDoors(
                List.of(
                        new UploadRoutes(forms, repeatable),
                        new ProfileRoutes(profiles),
                        new RawRoutes(ingest, repeatable, room, intake, door),
                        new TusRoutes(tus)),
                UploadProcedure.of(forms));
    }

    private static Future<Void> delete(Parts parts, JobControl control, FileId id) {
        return parts.stores()
                .jobs()
                .job(id)
                .compose(job -> control.delete(job.orElseThrow(Failure.NOT_FOUND::asException)));
    }
}
