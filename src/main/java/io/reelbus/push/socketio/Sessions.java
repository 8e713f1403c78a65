package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The open sessions of one server, shared by its event loops. */
final class Sessions {
    private final Vertx vertx;
    private final SocketIoOptions options;
    private final String home;
    private final Above above;
    private final Map<String, Session> bySid = new ConcurrentHashMap<>();
    private volatile Admission admission = handshake -> Optional.of(() -> {});
    private volatile boolean closing;

    /** Makes the protocol that a new session carries, from its owner, the link to it and what let its client in. */
    @FunctionalInterface
    interface Above {
        EngineListener open(Owner owner, Link link, Admission.Admitted admitted);
    }

    /** {@code home} is this server's name in the ids of its sessions. */
    Sessions(Vertx vertx, SocketIoOptions options, String home, Above above) {
        this.vertx = vertx;
        this.options = options;
        this.home = home;
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

    void admitBy(Admission by) {
        admission = by;
    }

    Optional<? extends Admission.Admitted> admit(HttpServerRequest handshake) {
        return admission.allowRequest(handshake);
    }

    /** Opens a session that the calling context owns, for a client that was let in. */
    Session open(Admission.Admitted admitted) {
        String sid = Sid.random(home);
        Owner owner = ContextOwner.current(vertx);
        var engine = new EngineSession(sid, options, owner, link -> above.open(owner, link, admitted), () -> {
            bySid.remove(sid);
            admitted.close();
        });
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
