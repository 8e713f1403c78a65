package io.reelbus;

import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.store.S3Store;
import io.reelbus.store.Sweep;
import io.reelbus.store.Unfinished;
import io.reelbus.store.UploadStore;
import io.reelbus.transcode.EncoderTrials;
import io.reelbus.transcode.FfmpegBinary;
import io.reelbus.transcode.FfmpegLocator;
import io.reelbus.transcode.Scratch;
import io.reelbus.transcode.profile.Profiles;
import io.reelbus.upload.tus.Staging;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a node keeps and works with, open: its folder, jobs, media, scratch space, ffmpeg and profiles.
 *
 * @param profiles of whose encoders those are left that work here, if there are any
 * @param trials of a worker
 */
record Stores(
        DataFolder folder,
        JobStore jobs,
        UploadStore uploads,
        MediaStore media,
        Unfinished unfinished,
        Staging staging,
        Scratch scratch,
        FfmpegBinary ffmpeg,
        Profiles profiles,
        EncoderTrials trials) {
    /** Opens all of it and removes what a predecessor that died has left; closes it again where a step fails. */
    static Future<Stores> open(Vertx vertx, NodeConfig config) {
        return vertx.executeBlocking(() -> DataFolder.lock(config.data()), false)
                .compose(folder -> JobStore.open(vertx, config.store(), config.data())
                        .compose(jobs -> open(vertx, config, folder, jobs)
                                .recover(trouble -> jobs.close().transform(closed -> Future.failedFuture(trouble))))
                        .recover(trouble -> unlock(vertx, folder).transform(unlocked -> Future.failedFuture(trouble))));
    }

    private static Future<Stores> open(Vertx vertx, NodeConfig config, DataFolder folder, JobStore jobs) {
        Path data = config.data();
        var media = media(vertx, config);
        var unfinished = Unfinished.open(vertx, data.resolve("unfinished"));
        var uploads = new UploadStore(
                jobs,
                config.store().leaseSeconds(),
                Math.toIntExact(TimeUnit.HOURS.toSeconds(config.upload().expireHours())),
                config.upload().maxOpen());
        var staging = Staging.open(
                vertx, data.resolve("staging"), (long) config.upload().minFreeMegabytes() << 20);
        var scratch = Scratch.open(vertx, data.resolve("scratch"));
        var ffmpeg = vertx.executeBlocking(() -> FfmpegLocator.find(config.transcode(), data), false);
        var profiles =
                vertx.executeBlocking(() -> ProfileFiles.load(config.transcode().profilesFolder()), false);
        return Future.join(List.of(media, unfinished, staging, scratch, ffmpeg, profiles))
                .compose(all -> trials(vertx, config, ffmpeg.result(), profiles.result()))
                .map(trials -> new Stores(
                        folder,
                        jobs,
                        uploads,
                        media.result(),
                        unfinished.result(),
                        staging.result(),
                        scratch.result(),
                        ffmpeg.result(),
                        trials.without(profiles.result(), ffmpeg.result()),
                        trials))
                .compose(stores -> stores.sweep().map(stores));
    }

    /** Only of who is going to use them. */
    private static Future<EncoderTrials> trials(
            Vertx vertx, NodeConfig config, FfmpegBinary ffmpeg, Profiles profiles) {
        return config.has(Role.WORKER)
                ? EncoderTrials.run(vertx, config.transcode(), ffmpeg, profiles)
                : Future.succeededFuture(EncoderTrials.NONE);
    }

    private Future<Void> sweep() {
        return scratch.leftovers()
                .map(left -> left.stream()
                        .map(each -> new Sweep.Begun(each.fileId(), each.fence()))
                        .toList())
                .compose(begun -> Sweep.run(jobs, media, unfinished, begun))
                .compose(swept -> scratch.empty());
    }

    private static Future<? extends MediaStore> media(Vertx vertx, NodeConfig config) {
        return switch (config.store().media()) {
            case DIRECTORY -> DirectoryStore.open(vertx, mediaFolder(config));
            case S3 -> S3Store.open(vertx, config.store().s3(), config.data().resolve("parts"));
        };
    }

    private static Path mediaFolder(NodeConfig config) {
        String folder = config.store().mediaFolder();
        return folder.isEmpty() ? config.data().resolve("media") : Path.of(folder);
    }

    Future<Void> close(Vertx vertx) {
        return jobs.close().eventually(media::close).eventually(() -> unlock(vertx, folder));
    }

    private static Future<Void> unlock(Vertx vertx, DataFolder folder) {
        return vertx.executeBlocking(
                () -> {
                    folder.close();
                    return null;
                },
                false);
    }
}
