package io.reelbus.push.poll;

import io.reelbus.job.Failure;
import io.reelbus.push.Position;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request for a video's state asks for.
 *
 * @param waitSeconds how long its answer may be held; 0: not at all
 * @param after the position that the client has; empty where it does not say
 * @param events whether it wants the events above that position too
 * @param etag the entity tag that the client has
 */
record Poll(int waitSeconds, Optional<Long> after, boolean events, Optional<String> etag) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    /** Longer waits than {@code mostSeconds} are that long; fails where the query is not understood. */
    static Poll of(HttpServerRequest request, int mostSeconds) {
        String wait = request.getParam("wait", "0");
        if (!SECONDS.matcher(wait).matches()) {
            throw Failure.BAD_REQUEST.because("wait must be a whole number of seconds");
        }
        String events = request.getParam("events", "false");
        if (!events.matches("true|false")) {
            throw Failure.BAD_REQUEST.because("events must be true or false");
        }
        // Compared weakly (RFC 9110, 13.1.2): a proxy that compresses makes weak tags of ours.
        Optional<String> etag = Optional.ofNullable(request.getHeader(HttpHeaders.IF_NONE_MATCH))
                .map(tag -> tag.strip().replaceFirst("^W/", ""));
        Optional<Long> after =
                request.getParam("after") == null ? etag.flatMap(Poll::position) : Optional.of(Position.after(request));
        int seconds = request.method() == HttpMethod.GET ? Math.min(Integer.parseInt(wait), mostSeconds) : 0;
        return new Poll(seconds, after, Boolean.parseBoolean(events), etag);
    }

    private static Optional<Long> position(String etag) {
        Matcher matcher = ETAG.matcher(etag);
        return matcher.matches() ? Position.parse(matcher.group(1)) : Optional.empty();
    }

    static String etag(long seq) {
        return "\"" + seq + "\"";
    }

    /** Whether the answer may be held until there is something that the client has not had. */
    boolean waitsAt(Snapshot snapshot) {
        return waitSeconds > 0 && after.isPresent() && snapshot.seq() <= after.get() && !snapshot.isClosed();
    }

    /** Whether the client has it already; one that waits has a progress sooner than the store has it. */
    boolean has(Snapshot snapshot) {
        return etag.isPresent()
                && (etag.get().equals(etag(snapshot.seq()))
                        || (waitSeconds > 0 && position(etag.get()).orElse(0L) >= snapshot.seq()));
    }
}
