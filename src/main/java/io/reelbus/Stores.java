package io.reelbus;

import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.Sweep;
import io.reelbus.transcode.FfmpegBinary;
import io.reelbus.transcode.FfmpegLocator;
import io.reelbus.transcode.Scratch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** What a node keeps and works with, open: its folder, jobs, media, scratch space and ffmpeg. */
record Stores(DataFolder folder, JobStore jobs, DirectoryStore media, Scratch scratch, FfmpegBinary ffmpeg) {
    /** Opens all of it and removes what a predecessor that died has left; closes it again where a step fails. */
    static Future<Stores> open(Vertx vertx, NodeConfig config) {
        Future<FfmpegBinary> ffmpeg =
                vertx.executeBlocking(() -> FfmpegLocator.find(config.transcode(), config.data()), false);
        return vertx.executeBlocking(() -> DataFolder.lock(config.data()), false)
                .compose(folder -> JobStore.open(vertx, config.store(), config.data())
                        .compose(jobs -> DirectoryStore.open(vertx, mediaFolder(config))
                                .compose(media -> Sweep.run(jobs, media)
                                        .compose(swept -> Scratch.open(
                                                vertx, config.data().resolve("scratch")))
                                        .compose(scratch ->
                                                ffmpeg.map(found -> new Stores(folder, jobs, media, scratch, found))))
                                .recover(trouble -> jobs.close().transform(closed -> Future.failedFuture(trouble))))
                        .recover(trouble -> unlock(vertx, folder).transform(unlocked -> Future.failedFuture(trouble))));
    }

    private static Path mediaFolder(NodeConfig config) {
        String folder = config.store().mediaFolder();
        return folder.isEmpty() ? config.data().resolve("media") : Path.of(folder);
    }

    Future<Void> close(Vertx vertx) {
        return jobs.close().eventually(() -> unlock(vertx, folder));
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
