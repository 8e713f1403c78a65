package io.reelbus.upload;

import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.bus.Topics;
import io.reelbus.http.JobAnswer;
import io.reelbus.http.Links;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaSink;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Unfinished;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one room behind every upload door: bytes into the media store, then the job into the job store, then a bell on
 * the bus. Success means safe: what is answered with success survives the loss of power.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final int MAX_NAME = 1024;
    private static final int MAX_TYPE = 255;

    private final UploadConfig config;
    private final MediaStore media;
    private final JobStore jobs;
    private final Unfinished unfinished;
    private final Topics topics;
    private final Links links;
    private final UploadMeters meters;

    public Ingest(
            UploadConfig config,
            MediaStore media,
            JobStore jobs,
            Unfinished unfinished,
            Topics topics,
            Links links,
            MeterRegistry registry) {
        this.config = config;
        this.media = media;
        this.jobs = jobs;
        this.unfinished = unfinished;
        this.topics = topics;
        this.links = links;
        this.meters = new UploadMeters(registry);
    }

    /** An upload that is on its way. */
    record Incoming(FileId fileId, MediaSink sink) {}

    /** An upload that is safe. */
    record Stored(FileId fileId, Upload upload) {}

    UploadMeters meters() {
        return meters;
    }

    long maxBytes() {
        return config.maxBytes();
    }

    Future<Incoming> begin() {
        FileId fileId = FileId.random();
        return unfinished
                .begin(fileId, media.original(fileId))
                .compose(begun -> media.create(media.original(fileId), config.maxBytes()))
                .map(sink -> new Incoming(fileId, sink))
                // A store that is away for long must not leave a mark of each upload that it refused.
                .recover(trouble -> unfinished.end(fileId).compose(ended -> Future.failedFuture(trouble)));
    }

    /** Takes an upload whose last byte was written to the sink; after a failure nothing of it is left. */
    Future<Stored> finish(Incoming incoming, String filename, String mimeType, int priority) {
        MediaSink sink = incoming.sink();
        if (sink.size() == 0) {
            return abandon(incoming).compose(gone -> Future.failedFuture(Failure.EMPTY_FILE.asException()));
        }
        Upload upload = new Upload(name(filename), type(mimeType), sink.size(), sink.address());
        return sink.commit()
                .compose(durable -> jobs.accept(incoming.fileId(), upload, priority))
                .map(accepted -> announce(new Stored(incoming.fileId(), upload)))
                .onSuccess(stored -> unfinished
                        .end(stored.fileId())
                        .onFailure(trouble -> LOG.atWarn().setCause(trouble).log("could not tick off an upload")))
                .recover(trouble -> refuse(incoming, trouble));
    }

    /** The job's row may be there although accepting it failed: only the sync after its commit has. */
    private Future<Stored> refuse(Incoming incoming, Throwable trouble) {
        return jobs.remove(incoming.fileId())
                .recover(unreachable -> Future.succeededFuture())
                .compose(removed -> abandon(incoming))
                .compose(gone -> Future.failedFuture(trouble));
    }

    /** A row that may be there must not lose its bytes; if it is not, the next sweep removes them. */
    private static Future<Void> keep(Incoming incoming) {
        LOG.atWarn().addKeyValue("fileId", incoming.fileId()).log("kept an upload whose job may exist");
        return Future.succeededFuture();
    }

    /** Removes what has arrived of an upload that will not be finished. */
    Future<Void> abandon(Incoming incoming) {
        return incoming.sink()
                .abort()
                .compose(gone -> unfinished.end(incoming.fileId()))
                .recover(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("fileId", incoming.fileId())
                            .setCause(trouble)
                            .log("could not remove an unfinished upload");
                    return Future.succeededFuture();
                });
    }

    private Stored announce(Stored stored) {
        meters.accepted(stored.upload().size());
        LOG.atInfo()
                .addKeyValue("fileId", stored.fileId())
                .addKeyValue("size", stored.upload().size())
                .log("upload accepted");
        topics.publishWork(stored.fileId(), stored.upload().media());
        topics.publishChanged(stored.fileId(), JobState.QUEUED);
        return stored;
    }

    /** The answer that every door gives. */
    JsonObject answer(Stored stored) {
        return JobAnswer.of(links, stored.fileId(), stored.upload());
    }

    String location(Stored stored) {
        return links.video(stored.fileId());
    }

    /** The client's name for the file, kept as data; a NUL is the one character that databases refuse. */
    private static String name(String filename) {
        String name = filename.replace('\0', '\uFFFD');
        return name.length() <= MAX_NAME ? name : name.substring(0, name.offsetByCodePoints(0, MAX_NAME / 2));
    }

    private static String type(String mimeType) {
        boolean usable = !mimeType.isBlank() && mimeType.length() <= MAX_TYPE && mimeType.indexOf('\0') < 0;
        return usable ? mimeType : "application/octet-stream";
    }
}
