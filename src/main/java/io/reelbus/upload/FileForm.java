package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads one multipart form and streams its file into the store while it arrives. The first part named {@code file}
 * counts; other parts are read and dropped.
 */
final class FileForm {
    static final String FIELD = "file";

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Ingest ingest;
    private final Promise<Ingest.Stored> result = Promise.promise();

    private @Nullable HttpServerFileUpload part;
    private Ingest.@Nullable Incoming incoming;
    private boolean partEnded;
    private boolean requestEnded;
    private boolean paused;
    /** Resumptions whose delivery is still to come. */
    private int delivering;

    private boolean decided;

    private FileForm(Vertx vertx, HttpServerRequest request, Ingest ingest) {
        this.vertx = vertx;
        this.request = request;
        this.ingest = ingest;
    }

    /** Succeeds once the file is safe; after a failure nothing of it is left. Call it before any byte has arrived. */
    static Future<Ingest.Stored> read(Vertx vertx, HttpServerRequest request, Ingest ingest) {
        FileForm form = new FileForm(vertx, request, ingest);
        request.exceptionHandler(form::fail);
        request.endHandler(ended -> form.requestEnded());
        request.uploadHandler(form::part);
        request.setExpectMultipart(true);
        return form.result.future();
    }

    private void part(HttpServerFileUpload upload) {
        if (part != null || !FIELD.equals(upload.name()) || result.future().isComplete()) {
            upload.handler(dropped -> {});
            return;
        }
        part = upload;
        pause(upload);
        upload.exceptionHandler(this::fail);
        upload.endHandler(ended -> partEnded());
        ingest.begin().onSuccess(opened -> receive(upload, opened)).onFailure(this::fail);
    }

    private void receive(HttpServerFileUpload upload, Ingest.Incoming opened) {
        incoming = opened;
        if (result.future().isComplete()) {
            cleanUp();
            return;
        }
        opened.sink().drainHandler(drained -> resume(upload));
        upload.handler(bytes -> write(upload, opened, bytes));
        resume(upload);
    }

    private void write(HttpServerFileUpload upload, Ingest.Incoming to, Buffer bytes) {
        if (result.future().isComplete()) {
            return;
        }
        to.sink().write(bytes).onFailure(this::fail);
        if (!paused && to.sink().writeQueueFull()) {
            pause(upload);
            to.sink().drainHandler(drained -> resume(upload));
        }
    }

    private void pause(HttpServerFileUpload upload) {
        paused = true;
        upload.pause();
    }

    private void resume(HttpServerFileUpload upload) {
        if (!paused) {
            return;
        }
        paused = false;
        upload.resume();
        // A part that is resumed delivers what it held back by a task of its own; this one comes after it.
        delivering++;
        vertx.runOnContext(delivered -> {
            delivering--;
            checkComplete();
        });
    }

    private void partEnded() {
        partEnded = true;
        checkComplete();
    }

    private void requestEnded() {
        requestEnded = true;
        vertx.runOnContext(ended -> checkComplete());
    }

    /**
     * Decides once all has been read. A form that ends without its closing boundary ends the request but never the
     * part; while the part is paused its end may still be behind the bytes it holds back.
     */
    private void checkComplete() {
        if (!requestEnded
                || paused
                || delivering > 0
                || decided
                || result.future().isComplete()) {
            return;
        }
        decided = true;
        HttpServerFileUpload upload = part;
        Ingest.Incoming stored = incoming;
        if (upload == null) {
            fail(Failure.FILE_MISSING.asException());
        } else if (!partEnded || stored == null) {
            fail(Failure.INCOMPLETE_BODY.asException());
        } else {
            // From here on the answer is the store's: a client that goes away now changes nothing.
            incoming = null;
            stored.sink()
                    .end()
                    .compose(
                            written -> ingest.finish(stored, text(upload.filename()), text(upload.contentType())),
                            trouble -> ingest.abandon(stored).compose(gone -> Future.failedFuture(trouble)))
                    .onComplete(result::tryComplete, result::tryFail);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private void fail(Throwable trouble) {
        boolean clientLeft = trouble instanceof HttpClosedException;
        if (result.tryFail(clientLeft ? Failure.INCOMPLETE_BODY.causedBy(trouble) : decoded(trouble))) {
            cleanUp();
        }
    }

    /** What Netty's decoder says of a form it cannot read is the client's fault, whatever its type. */
    private static Throwable decoded(Throwable trouble) {
        return trouble.getClass().getName().contains("HttpPostRequestDecoder")
                ? Failure.BAD_REQUEST.because("The multipart form could not be read.")
                : trouble;
    }

    private void cleanUp() {
        Ingest.Incoming unfinished = incoming;
        incoming = null;
        if (unfinished != null) {
            ingest.abandon(unfinished).onFailure(this::fail);
        }
        HttpServerFileUpload upload = part;
        if (upload != null) {
            paused = false;
            upload.handler(dropped -> {});
            upload.resume();
        }
    }
}
