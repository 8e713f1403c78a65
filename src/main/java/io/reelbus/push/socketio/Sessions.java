package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The open sessions of one server, shared by its event loops. */
final class Sessions {
    private final Vertx vertx;
    private final SocketIoOptions options;
    private final BiFunction<Owner, Link, EngineListener> above;
    private final Map<String, Session> bySid = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** {@code above} makes the protocol that a new session carries, from its owner and the link to it. */
    Sessions(Vertx vertx, SocketIoOptions options, BiFunction<Owner, Link, EngineListener> above) {
        this.vertx = vertx;
        this.options = options;
        this.above = above;
    }

    int size() {
        return bySid.size();
    }

    boolean isClosing() {
        return closing;
    }

    @Nullable
    Session find(String sid) {
        return bySid.get(sid);
    }

    /** Opens a session that the calling context owns. */
    Session open() {
        String sid = Sid.random();
        Owner owner = ContextOwner.current(vertx);
        var engine = new EngineSession(sid, options, owner, link -> above.apply(owner, link), () -> bySid.remove(sid));
        var session = new Session(sid, owner, engine, new AtomicBoolean());
        bySid.put(sid, session);
        if (closing) {
            // It came in while the others were being closed, and would be overlooked.
            owner.later(() -> engine.close(Reason.SHUTTING_DOWN));
        }
        return session;
    }

    Future<Void> close() {
        closing = true;
        List<Future<Void>> told =
                bySid.values().stream().map(Sessions::shutDown).toList();
        return Future.all(told).mapEmpty();
    }

    private static Future<Void> shutDown(Session session) {
        Promise<Void> told = Promise.promise();
        session.owner().execute(() -> {
            session.engine().close(Reason.SHUTTING_DOWN);
            told.complete();
        });
        return told.future();
    }
}
