package io.reelbus.upload;

import io.reelbus.http.orpc.RpcException;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What every door does whose uploads come as a multipart form, whatever it answers. */
public final class FormDoor {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private final Door door;
    private final Ingest ingest;
    private final Room room;
    private final Intake intake;

    public FormDoor(Door door, Ingest ingest, Room room, Intake intake) {
        this.door = door;
        this.ingest = ingest;
        this.room = room;
        this.intake = intake;
    }

    Ingest ingest() {
        return ingest;
    }

    /**
     * Takes the form of a request of which nothing was read. Succeeds once its file is safe; after a failure nothing of
     * it is left, the client can be answered, and its connection closes where it still sends. {@code rules} may throw
     * what is wrong with the request.
     */
    Future<Receipt> receive(HttpServerRequest request, Function<HttpServerRequest, FormRules> rules) {
        return receive(request, rules, this::allow, ingest::begin);
    }

    /**
     * The same, into whatever {@code open} opens within the room that is reserved for the form.
     *
     * @param allow fails where the form is not to be read
     */
    Future<Receipt> receive(
            HttpServerRequest request,
            Function<HttpServerRequest, FormRules> rules,
            Function<FormRules, ? extends Future<?>> allow,
            Function<Reservation, ? extends Future<? extends Incoming>> open) {
        return door.take(request, () -> {
                    check(request);
                    FormRules known = rules.apply(request);
                    return allow.apply(known)
                            .compose(allowed -> room.within(
                                    fileLength(request), space -> read(request, () -> open.apply(space), known)));
                })
                .onFailure(trouble -> refuse(request, trouble));
    }

    private Future<Receipt> read(
            HttpServerRequest request, Supplier<? extends Future<? extends Incoming>> open, FormRules rules) {
        Optional<FailureException> broken = Intake.broken(request);
        if (broken.isPresent()) {
            return Future.failedFuture(broken.get());
        }
        Door.proceed(request);
        Future<Receipt> read = FileForm.read(request, intake, ingest.maxBytes(), open, rules);
        request.resume();
        return read;
    }

    /** What is named before the form begins is refused then; fails where a profile is, as {@link ProfileChoice} does. */
    Future<?> allow(FormRules known) {
        return known.profile().isEmpty()
                ? Future.succeededFuture()
                : ingest.profiles().choose(known.profile());
    }

    Future<Receipt> refused(HttpServerRequest request, FailureException refusal) {
        refuse(request, refusal);
        return Future.failedFuture(refusal);
    }

    /** Meters a refusal, and sees to it that the answer is read. */
    void refuse(HttpServerRequest request, Throwable trouble) {
        door.dismiss(request, trouble instanceof RpcException ? Failure.BAD_REQUEST.asException() : trouble);
    }

    /** What the headers alone tell, before the first byte is taken. */
    private static void check(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw Failure.NOT_MULTIPART.asException();
        }
        if (!BOUNDARY.matcher(type).find()) {
            throw Failure.BOUNDARY_MISSING.asException();
        }
        Door.requirePlain(request);
    }

    /** At least so long is the file, where the length of the form is known. */
    private static OptionalLong fileLength(HttpServerRequest request) {
        OptionalLong length = Door.length(request);
        return length.isPresent()
                ? OptionalLong.of(Math.max(0, length.getAsLong() - FileForm.OVERHEAD))
                : OptionalLong.empty();
    }
}
