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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node keeps and works with, open: its folder, jobs, media, scratch space and ffmpeg. */
record Stores(DataFolder folder, JobStore jobs, DirectoryStore media, Scratch scratch, FfmpegBinary ffmpeg) {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

    /** Opens all of it and removes what a predecessor that died has left; closes it again where a step fails. */
    static Future<Stores> open(Vertx vertx, NodeConfig config) {
        Future<FfmpegBinary> ffmpeg =
                vertx.executeBlocking(() -> FfmpegLocator.find(config.transcode(), config.data()), false);
        return vertx.executeBlocking(() -> DataFolder.lock(config.data()), false)
                .compose(folder -> JobStore.open(vertx, config.store(), config.data())
                        .compose(jobs -> media(vertx, config, folder)
                                .compose(media -> sweep(config, jobs, media)
                                        .compose(swept -> Scratch.open(
                                                vertx, config.data().resolve("scratch")))
                                        .compose(scratch ->
                                                ffmpeg.map(found -> new Stores(folder, jobs, media, scratch, found))))
                                .recover(trouble -> jobs.close().transform(closed -> Future.failedFuture(trouble))))
                        .recover(trouble -> unlock(vertx, folder).transform(unlocked -> Future.failedFuture(trouble))));
    }

    private static Future<DirectoryStore> media(Vertx vertx, NodeConfig config, DataFolder folder) {
        String configured = config.store().mediaFolder();
        Path root = configured.isEmpty() ? config.data().resolve("media") : Path.of(configured);
        return config.cluster().enabled()
                ? DirectoryStore.shared(vertx, root, folder.id())
                : DirectoryStore.open(vertx, root);
    }

    /** A node of a cluster is ready at once: its media may be many, and others may be at them. */
    private static Future<Void> sweep(NodeConfig config, JobStore jobs, DirectoryStore media) {
        Future<Void> swept = Sweep.run(jobs, media)
                .onFailure(trouble -> LOG.atWarn().setCause(trouble).log("could not remove what is left over"));
        return config.cluster().enabled() ? Future.succeededFuture() : swept;
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
