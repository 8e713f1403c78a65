package io.reelbus.upload;

import io.reelbus.http.orpc.RpcForm;
import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one multipart form and streams its file into the store while it arrives. What is paused is the request, never
 * the part: a paused part delivers its end some time after the request's own, so that a complete form could not be told
 * from one that was cut off.
 */
final class FileForm {
    /** What a form may hold beside its files: boundaries, part headers and fields, which are kept until its end. */
    static final long OVERHEAD = 128 * 1024;

    /** What a field may hold; the one that oRPC puts a whole input into may hold what an input may. */
    private static final int MAX_FIELD = 8 * 1024;

    private final HttpServerRequest request;
    private final long maxBytes;
    private final Supplier<? extends Future<? extends Incoming>> open;
    private final FormRules rules;
    private final Promise<Receipt> result = Promise.promise();

    /** What came with the part's head, before the store was ready: one network read at most. */
    private final Buffer early = Buffer.buffer();

    private @Nullable HttpServerFileUpload part;
    private @Nullable Incoming incoming;
    /** What was handed to us so far; by HTTP/2 more is read, which waits while the request is paused. */
    private long formBytes;

    private long fileBytes;
    private boolean partEnded;
    private boolean requestEnded;

    private FileForm(
            HttpServerRequest request,
            long maxBytes,
            Supplier<? extends Future<? extends Incoming>> open,
            FormRules rules) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.open = open;
        this.rules = rules;
    }

    /**
     * Succeeds once the file is safe; after a failure nothing of it is left. Call it before any byte has arrived.
     *
     * @param intake sees to it that the client does not take for ever
     * @param maxBytes the size of the largest file
     * @param open is asked for the file's place once the file begins
     */
    static Future<Receipt> read(
            HttpServerRequest request,
            Intake intake,
            long maxBytes,
            Supplier<? extends Future<? extends Incoming>> open,
            FormRules rules) {
        FileForm form = new FileForm(request, maxBytes, open, rules);
        intake.watch(request, form::waits, form.result.future(), form::fail);
        request.exceptionHandler(form::fail);
        request.handler(form::count);
        request.endHandler(ended -> form.requestEnded());
        request.uploadHandler(form::part);
        request.setExpectMultipart(true);
        return form.result.future();
    }

    /** Parts that are dropped count too: a client must not keep the node busy with them for ever. */
    private void count(Buffer bytes) {
        formBytes += bytes.length();
        if (formBytes > maxBytes + OVERHEAD) {
            fail(Failure.TOO_LARGE.asException());
        } else if (formBytes - fileBytes > OVERHEAD) {
            fail(Failure.BAD_REQUEST.because("The form has too much beside its file."));
        }
    }

    /** Whether it is the client who has to go on now. */
    private boolean waits() {
        Incoming to = incoming;
        return to == null ? part == null : !to.sink().writeQueueFull();
    }

    private void part(HttpServerFileUpload upload) {
        if (result.future().isComplete()) {
            return;
        }
        try {
            if (!rules.takes(upload.name(), part == null)) {
                upload.handler(dropped -> fileBytes += dropped.length());
                return;
            }
        } catch (RuntimeException refused) {
            fail(refused);
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
        fileBytes += bytes.length();
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
        if (!requestEnded || result.future().isComplete()) {
            return;
        }
        if (upload != null && !partEnded) {
            fail(Failure.INCOMPLETE_BODY.asException());
            return;
        }
        Incoming stored = incoming;
        if (upload != null && stored == null) {
            return;
        }
        try {
            Wishes wishes = wishes(upload);
            if (upload != null && stored != null) {
                finish(stored, upload, wishes);
            }
        } catch (RuntimeException refused) {
            refuse(refused);
        }
    }

    /** Of a form that is complete and refused nothing is left when its client reads that. */
    private void refuse(RuntimeException refused) {
        Incoming unwanted = incoming;
        incoming = null;
        if (unwanted == null) {
            fail(refused);
        } else {
            unwanted.abandon().onComplete(gone -> fail(refused));
        }
    }

    private Wishes wishes(@Nullable HttpServerFileUpload upload) {
        request.formAttributes().forEach(field -> {
            if (field.getValue().length() > MAX_FIELD && !field.getKey().equals(RpcForm.DATA)) {
                throw Failure.BAD_REQUEST.because("A field of the form is too long.");
            }
        });
        return rules.wishes(request.formAttributes(), upload == null ? null : upload.name());
    }

    /** From here on the answer is the store's: a client that goes away now changes nothing. */
    private void finish(Incoming stored, HttpServerFileUpload upload, Wishes wishes) {
        incoming = null;
        stored.finish(text(upload.filename()), text(upload.contentType()), wishes)
                .onComplete(result::tryComplete, result::tryFail);
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
