package io.reelbus.push.sockjs;

import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.socketio.Cut;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SockJS connection, whatever transport carries it. SockJS takes whatever it is given and hands it on at once, so
 * its own write queue is never full; it does say when a text has gone, and by that what is on its way is counted here.
 * Used on the socket's context alone.
 */
final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    /** So many characters on their way are enough. */
    private static final int FULL = 64 * 1024;

    /** Who leaves so many unread, answers included, is not reading: SockJS cannot stop listening to it. */
    private static final int MOST_UNREAD = 1024 * 1024;

    private final SockJSSocket socket;
    private final Context context;
    private volatile long heardAt = System.nanoTime();
    private int unread;
    private boolean closed;
    private Runnable onDrain = () -> {};

    private Line(Context context, SockJSSocket socket) {
        this.context = context;
        this.socket = socket;
    }

    /** Serves a connection that was just opened, on its context, until it ends; until then it is in the set. */
    static void serve(
            Vertx vertx,
            SockJSSocket socket,
            PushConfig config,
            Place place,
            Set<Line> open,
            Function<Line, Dialogue> begin) {
        Line line = new Line(vertx.getOrCreateContext(), socket);
        Dialogue dialogue = begin.apply(line);
        socket.handler(bytes -> line.heard(bytes.toString(), config.maxPayloadBytes(), dialogue));
        socket.exceptionHandler(trouble -> LOG.debug("SockJS connection failed", trouble));
        socket.closeHandler(gone -> {
            line.closed = true;
            boolean unused = open.remove(line);
            dialogue.ended();
            place.close();
        });
        boolean unused = open.add(line);
    }

    Context context() {
        return context;
    }

    private void heard(String text, int most, Dialogue dialogue) {
        heardAt = System.nanoTime();
        if (closed) {
            return;
        }
        if (text.length() > most) {
            close("message too big");
            return;
        }
        dialogue.heard(text);
        if (unread > MOST_UNREAD) {
            close("answers are not read");
        }
    }

    void send(String text) {
        if (!closed) {
            unread += text.length();
            socket.write(text).onComplete(sent -> sent(text.length()), trouble -> lost(trouble, text.length()));
        }
    }

    /** Where the client has not left, something of ours was missing, as memory: it must come back to be told. */
    private void lost(Throwable trouble, int length) {
        LOG.debug("a SockJS message was not written", trouble);
        if (!closed && webSocket().filter(Cut::isOpen).isPresent()) {
            LOG.atWarn().setCause(trouble).log("could not write to a socket; its connection ends");
        }
        unread -= length;
        close("a message was not written");
    }

    private void sent(int length) {
        unread -= length;
        if (!closed && !isFull()) {
            Runnable waiting = onDrain;
            onDrain = () -> {};
            waiting.run();
        }
    }

    boolean isFull() {
        return closed || unread >= FULL;
    }

    void onDrain(Runnable drained) {
        onDrain = drained;
    }

    /** Ends the connection; SockJS has no place for the reason. */
    void close(String reason) {
        if (!closed) {
            closed = true;
            LOG.atDebug().addKeyValue("reason", reason).log("closing a SockJS connection");
            webSocket().ifPresent(Cut::soon);
            socket.close();
        }
    }

    /** What cuts it off, where it is one. SockJS's other transports end at once, whether or not their clients read that. */
    private Optional<Cut> webSocket() {
        return socket.uri().endsWith("/websocket")
                ? Optional.of(new Cut(socket.routingContext().request()))
                : Optional.empty();
    }

    /** Ends the connection of a client that has said nothing for so long. From any context. */
    void endIfSilentFor(long nanos, long now) {
        if (now - heardAt > nanos) {
            context.runOnContext(task -> close("silent for too long"));
        }
    }

    /** Closes the connection so that the client comes back, here or to another node. From any context. */
    Future<Void> goAway() {
        Promise<Void> closing = Promise.promise();
        context.runOnContext(task -> {
            close("the node stops");
            closing.complete();
        });
        return closing.future();
    }
}
