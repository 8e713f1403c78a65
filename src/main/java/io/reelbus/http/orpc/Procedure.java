package io.reelbus.http.orpc;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * One procedure, which a feature hands to {@link RpcRoutes}.
 *
 * @param path its name with slashes, for instance {@code video/get}, as the client's dots become
 * @param safe whether it changes nothing, so that it may be called by GET too
 * @param kind what it takes and what it answers
 * @param work does what is asked for; what it fails with, or throws, is answered as an error
 */
public record Procedure(String path, boolean safe, Kind kind, Function<Call, Future<Output>> work) {
    /** What procedures take and answer. */
    public enum Kind {
        /** It takes JSON and answers a value. */
        VALUE,

        /** It takes JSON and answers an event iterator. */
        EVENTS,

        /** It takes files: where the request is a form, the work reads it, and the call has no input. */
        FORM
    }

    /** One that answers a value. */
    public Procedure(String path, boolean safe, Function<Call, Future<Output>> work) {
        this(path, safe, Kind.VALUE, work);
    }
}
