package io.reelbus.upload;

import io.reelbus.http.JobAnswer;
import io.reelbus.http.Links;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaSink;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Unfinished;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
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
    private final Announcer announcer;
    private final Links links;
    private final ProfileChoice profiles;

    public Ingest(
            UploadConfig config,
            MediaStore media,
            JobStore jobs,
            Unfinished unfinished,
            Announcer announcer,
            Links links,
            ProfileChoice profiles) {
        this.config = config;
        this.media = media;
        this.jobs = jobs;
        this.unfinished = unfinished;
        this.announcer = announcer;
        this.links = links;
        this.profiles = profiles;
    }

    Announcer announcer() {
        return announcer;
    }

    /** Of which an upload names one. */
    public ProfileChoice profiles() {
        return profiles;
    }

    long maxBytes() {
        return config.maxBytes();
    }

    /** Begins one under an id of its own. */
    Future<NewFile> begin(Reservation space) {
        FileId fileId = FileId.random();
        return begin(fileId, media.original(fileId), space);
    }

    /** Begins one under an id that others may bring too: who is accepted first has it. */
    Future<NewFile> begin(FileId fileId, Reservation space) {
        return begin(fileId, media.another(fileId), space);
    }

    private Future<NewFile> begin(FileId fileId, String address, Reservation space) {
        return unfinished
                .begin(fileId, address)
                .compose(begun -> media.create(address, config.maxBytes()))
                .map(sink -> new NewFile(fileId, space.over(sink)))
                // A store that is away for long must not leave a mark of each upload that it refused.
                .recover(trouble -> unfinished.end(fileId, address).compose(ended -> Future.failedFuture(trouble)));
    }

    /** A file that nobody has brought before. */
    final class NewFile implements Incoming {
        private final FileId fileId;
        private final MediaSink sink;

        private NewFile(FileId fileId, MediaSink sink) {
            this.fileId = fileId;
            this.sink = sink;
        }

        FileId fileId() {
            return fileId;
        }

        String address() {
            return sink.address();
        }

        @Override
        public MediaSink sink() {
            return sink;
        }

        @Override
        public Future<Receipt> finish(String filename, String mimeType, Wishes wishes) {
            return store(filename, mimeType, wishes)
                    .recover(trouble -> mayRemove(trouble)
                            ? abandon().compose(gone -> Future.failedFuture(trouble))
                            : Future.failedFuture(trouble));
        }

        /** As {@link #finish}, but after a failure the bytes are still there. */
        Future<Receipt> store(String filename, String mimeType, Wishes wishes) {
            return sink.end().compose(ended -> {
                if (sink.size() == 0) {
                    return Future.failedFuture(Failure.EMPTY_FILE.asException());
                }
                return profile(wishes)
                        .compose(profile -> store(
                                upload(filename, mimeType, sink.size(), sink.address(), profile), wishes.priority()));
            });
        }

        private Future<String> profile(Wishes wishes) {
            return wishes.admitted()
                    ? Future.succeededFuture(ProfileChoice.named(wishes.profile()))
                    : profiles.choose(wishes.profile());
        }

        private Future<Receipt> store(Upload upload, int priority) {
            return sink.commit()
                    .compose(durable -> accept(fileId, upload, () -> jobs.accept(fileId, upload, priority)));
        }

        @Override
        public Future<Void> abandon() {
            return sink.abort()
                    .compose(gone -> unfinished.end(fileId, sink.address()))
                    .recover(trouble -> {
                        LOG.atWarn()
                                .addKeyValue("fileId", fileId)
                                .setCause(trouble)
                                .log("could not remove an unfinished upload");
                        return Future.succeededFuture();
                    });
        }
    }

    /** The job of an upload may be there, or not: its database went out of reach while it was asked to make it. */
    private static final class Unsettled extends RuntimeException {
        Unsettled(Throwable cause) {
            super(null, cause, false, false);
        }
    }

    /** Whether the bytes of an upload that failed with this are nobody's. */
    public static boolean mayRemove(Throwable trouble) {
        return !(trouble instanceof Unsettled);
    }

    /**
     * Makes a job of complete and durable bytes that are {@link Unfinished}. Where that fails no job was made and the
     * bytes are the caller's, unless that cannot be known: see {@link #mayRemove}. Then they stay, and so does the mark,
     * which is looked at when the node starts anew. {@code commit} writes the job's row, and fails with ID_TAKEN.
     */
    public Future<Receipt> accept(FileId fileId, Upload upload, Supplier<Future<Void>> commit) {
        return commit.get()
                .recover(trouble -> Failure.ID_TAKEN.isOf(trouble)
                        ? Future.failedFuture(trouble)
                        : takeBack(fileId, upload, trouble))
                .map(accepted -> {
                    announcer.accepted(fileId, upload);
                    return new Receipt(fileId, upload, true);
                })
                .onSuccess(stored -> tickOff(fileId, upload.media()));
    }

    private void tickOff(FileId fileId, String address) {
        unfinished
                .end(fileId, address)
                .onFailure(trouble -> LOG.atWarn().setCause(trouble).log("could not tick off an upload"));
    }

    /** The job's row may be there although accepting it failed: only the sync after its commit has. */
    private Future<Void> takeBack(FileId fileId, Upload upload, Throwable trouble) {
        return jobs.job(fileId)
                .compose(job -> job.isPresent() && job.get().upload().media().equals(upload.media())
                        ? jobs.remove(fileId).<Void>mapEmpty()
                        : Future.<Void>succeededFuture())
                .compose(
                        none -> Future.failedFuture(trouble),
                        unknown -> Future.failedFuture(
                                Failure.UNAVAILABLE.isOf(trouble) ? new Unsettled(trouble) : trouble));
    }

    /** The answer that every door gives. */
    JsonObject answer(Receipt stored) {
        return JobAnswer.of(links, stored.fileId(), stored.upload());
    }

    String location(Receipt stored) {
        return links.video(stored.fileId());
    }

    /** What is kept of an upload: the client's words for its file, cut to what a row can hold. */
    public static Upload upload(String filename, String mimeType, long size, String address, String profile) {
        return new Upload(name(filename), type(mimeType), size, address, profile);
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
