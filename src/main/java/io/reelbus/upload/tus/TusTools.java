package io.reelbus.upload.tus;

import io.reelbus.http.Links;
import io.reelbus.job.FileId;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Unfinished;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.Announcer;
import io.reelbus.upload.Door;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.Intake;
import io.reelbus.upload.Room;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * What resumable uploads work with.
 *
 * @param leaseSeconds how long a hold lasts in the store
 * @param deleteVideo deletes an upload that is a video by now; fails with NOT_FOUND
 */
public record TusTools(
        Vertx vertx,
        UploadStore uploads,
        MediaStore media,
        JobStore jobs,
        Unfinished unfinished,
        Ingest ingest,
        Announcer announcer,
        Room room,
        Intake intake,
        Staging staging,
        Door door,
        Links links,
        long maxBytes,
        int leaseSeconds,
        Function<FileId, Future<Void>> deleteVideo) {}
