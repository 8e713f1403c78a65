package io.reelbus.http;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that can become a stream of server-sent events (WHATWG HTML, chapter 9.2): until it is begun the request
 * can be answered in another way. A stream on which nothing is said gets a comment from time to time, for proxies end
 * what is silent, and a connection whose other side has vanished is noticed by what it does not acknowledge. Used on
 * the request's context alone.
 */
public final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Buffer COMMENT = Buffer.buffer(": \n\n");
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final HttpVersion version;
    private long timer = NO_TIMER;
    private boolean silent;
    private boolean over;
    private boolean hungUp;

    /** {@code closed} is called once, when the answer is complete or the client has left. */
    public EventStream(RoutingContext context, Runnable closed) {
        this.vertx = context.vertx();
        this.response = context.response();
        this.connection = context.request().connection();
        this.version = context.request().version();
        if (response.closed()) {
            close(closed);
            return;
        }
        response.exceptionHandler(trouble -> LOG.debug("stream failed", trouble));
        response.closeHandler(gone -> close(closed));
        response.endHandler(ended -> close(closed));
    }

    private void close(Runnable closed) {
        if (!over) {
            over = true;
            boolean unused = timer != NO_TIMER && vertx.cancelTimer(timer);
            closed.run();
        }
    }

    /** One event as it is on the wire; {@code data} is one line. One without an id leaves the client's as it is. */
    public static Buffer event(String name, @Nullable Long id, String data) {
        StringBuilder event = new StringBuilder(name.length() + data.length() + 48)
                .append("event: ")
                .append(name)
                .append('\n');
        if (id != null) {
            event.append("id: ").append(id.longValue()).append('\n');
        }
        return Buffer.buffer(event.append("data: ").append(data).append("\n\n").toString());
    }

    /** How long a client is to wait before it comes back. */
    public static Buffer retry(long millis) {
        return Buffer.buffer("retry: " + millis + "\n\n");
    }

    /** Says by its headers that an answer is such a stream, and that nobody on the way may keep or change it. */
    public static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader("x-accel-buffering", "no");
    }

    /** Sends the head and the first bytes; from then on a comment follows each silence of so many milliseconds. */
    public void begin(Buffer first, long silenceMillis) {
        if (over) {
            return;
        }
        head(response).setChunked(true);
        send(first);
        silent = true;
        timer = vertx.setPeriodic(silenceMillis, tick -> beat());
    }

    /** A client that takes nothing needs no sign of life. */
    private void beat() {
        if (silent && !isFull()) {
            send(COMMENT);
        }
        silent = true;
    }

    public boolean isBegun() {
        return response.headWritten();
    }

    /** Whether nothing can be said any more. */
    public boolean isOver() {
        return over;
    }

    public void send(Buffer events) {
        if (!over) {
            silent = false;
            response.write(events).onFailure(this::lost);
        }
    }

    /** Where the client has not left, something of ours was missing, as memory: it must come back to be told. */
    private void lost(Throwable trouble) {
        LOG.debug("an event was not written", trouble);
        boolean left = response.closed()
                || (connection instanceof ConnectionBase base && !base.channel().isOpen());
        if (!left && !hungUp) {
            LOG.atWarn().setCause(trouble).log("could not write to a stream; its connection ends");
            hangUp();
        }
    }

    /** Ends the stream as it should end. */
    public void end() {
        if (!over) {
            response.end().onFailure(this::lost);
        }
    }

    /** Ends the connection, or with HTTP/2 the stream, at once, whatever the client still has to take. */
    public void cut() {
        if (!over) {
            hangUp();
        }
    }

    private void hangUp() {
        hungUp = true;
        response.reset().onFailure(gone -> LOG.debug("stream was over", gone));
        if (connection instanceof ConnectionBase base && version != HttpVersion.HTTP_2) {
            // An orderly close waits until all that was written is taken: by who takes nothing it is never closed.
            ChannelHandlerContext handler = base.channel().pipeline().context(VertxHandler.class);
            if (handler != null) {
                var unused = handler.close();
            }
        }
    }

    public boolean isFull() {
        return over || response.writeQueueFull();
    }

    /** Calls this once, when the client can take more. */
    public void onDrain(Runnable drained) {
        if (!over) {
            response.drainHandler(empty -> {
                response.drainHandler(null);
                drained.run();
            });
        }
    }
}
