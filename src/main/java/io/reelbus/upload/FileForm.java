package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.Priority;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one multipart form and streams its file into the store while it arrives. The first part named {@code file}
 * counts; other parts are read and dropped. What is paused is the request, never the part: a paused part delivers its
 * end some time after the request's own, so that a complete form could not be told from one that was cut off.
 */
final class FileForm {
    static final String FIELD = "file";
    static final String PRIORITY = "priority";
    static final String BAD_PRIORITY = "The priority must be a whole number from 0 to 9.";

    private final HttpServerRequest request;
    private final Supplier<? extends Future<? extends Incoming>> open;
    private final long maxForm;
    private final int priority;
    private final Promise<Receipt> result = Promise.promise();

    /** What came with the part's head, before the store was ready: one network read at most. */
    private final Buffer early = Buffer.buffer();

    private @Nullable HttpServerFileUpload part;
    private @Nullable Incoming incoming;
    private boolean partEnded;
    private boolean requestEnded;

    private FileForm(
            HttpServerRequest request,
            Supplier<? extends Future<? extends Incoming>> open,
            long maxForm,
            int priority) {
        this.request = request;
        this.open = open;
        this.maxForm = maxForm;
        this.priority = priority;
    }

    /**
     * Succeeds once the file is safe; after a failure nothing of it is left. Call it before any byte has arrived.
     * {@code maxForm} is how many bytes the whole form may have, {@code priority} holds where no field says it.
     */
    static Future<Receipt> read(
            HttpServerRequest request,
            Supplier<? extends Future<? extends Incoming>> open,
            long maxForm,
            int priority) {
        FileForm form = new FileForm(request, open, maxForm, priority);
        request.exceptionHandler(form::fail);
        request.handler(bytes -> form.count());
        request.endHandler(ended -> form.requestEnded());
        request.uploadHandler(form::part);
        request.setExpectMultipart(true);
        return form.result.future();
    }

    /** Parts that are dropped count too: a client must not keep the node busy with them for ever. */
    private void count() {
        if (request.bytesRead() > maxForm) {
            fail(Failure.TOO_LARGE.asException());
        }
    }

    private void part(HttpServerFileUpload upload) {
        if (part != null || !FIELD.equals(upload.name()) || result.future().isComplete()) {
            return;
        }
        part = upload;
        request.pause();
        upload.handler(this::receive);
        upload.endHandler(ended -> partEnded = true);
        upload.exceptionHandler(this::fail);
        open.get().onSuccess(this::opened).onFailure(this::fail);
    }

    private void opened(Incoming opened) {
        incoming = opened;
        if (result.future().isComplete()) {
            cleanUp();
            return;
        }
        opened.sink().drainHandler(drained -> resume());
        if (early.length() > 0) {
            write(opened, early);
        }
        if (!opened.sink().writeQueueFull()) {
            resume();
        }
        checkComplete();
    }

    private void receive(Buffer bytes) {
        if (result.future().isComplete()) {
            return;
        }
        Incoming to = incoming;
        if (to == null) {
            early.appendBuffer(bytes);
        } else {
            write(to, bytes);
        }
    }

    private void write(Incoming to, Buffer bytes) {
        to.sink().write(bytes).onFailure(this::fail);
        if (to.sink().writeQueueFull()) {
            request.pause();
            to.sink().drainHandler(drained -> resume());
        }
    }

    /** A sink may drain when all has been read, and Vert.x lets nobody resume a request that has ended. */
    private void resume() {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private void requestEnded() {
        requestEnded = true;
        checkComplete();
    }

    /** Decides once all has been read. A form without its closing boundary ends the request, but never the part. */
    private void checkComplete() {
        HttpServerFileUpload upload = part;
        Incoming stored = incoming;
        if (!requestEnded || result.future().isComplete()) {
            return;
        }
        if (upload == null) {
            fail(Failure.FILE_MISSING.asException());
        } else if (!partEnded) {
            fail(Failure.INCOMPLETE_BODY.asException());
        } else if (stored != null) {
            // From here on the answer is the store's: a client that goes away now changes nothing.
            incoming = null;
            finish(stored, upload).onComplete(result::tryComplete, result::tryFail);
        }
    }

    /** The field wins over the query, which may be a page's default. */
    private Future<Receipt> finish(Incoming stored, HttpServerFileUpload upload) {
        String field = request.getFormAttribute(PRIORITY);
        Optional<Integer> wanted = field == null ? Optional.of(priority) : Priority.parse(field);
        return wanted.isPresent()
                ? stored.finish(text(upload.filename()), text(upload.contentType()), wanted.get())
                : stored.abandon().compose(gone -> Future.failedFuture(Failure.BAD_REQUEST.because(BAD_PRIORITY)));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private void fail(Throwable trouble) {
        boolean clientLeft = Intake.isOfClient(trouble);
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
        Incoming unfinished = incoming;
        incoming = null;
        if (unfinished != null) {
            unfinished.abandon().onFailure(this::fail);
        }
        resume();
    }
}
