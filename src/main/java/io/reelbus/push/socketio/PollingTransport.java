package io.reelbus.push.socketio;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP long-polling: a GET waits for what the server has to say, a POST brings what the client has. */
final class PollingTransport {
    private final Vertx vertx;
    private final SocketIoOptions options;
    private final Sessions sessions;

    PollingTransport(Vertx vertx, SocketIoOptions options, Sessions sessions) {
        this.vertx = vertx;
        this.options = options;
        this.sessions = sessions;
    }

    /** Opens a session; the context of its first request is its owner. */
    void open(RoutingContext routing, Admission.Admitted admitted) {
        Session session = sessions.open(admitted);
        session.engine().openPolling(new HttpPoll(session.owner(), routing));
    }

    void accept(RoutingContext routing, Session session) {
        HttpMethod method = routing.request().method();
        if (method == HttpMethod.GET) {
            get(routing, session);
        } else if (method == HttpMethod.POST) {
            post(routing, session);
        } else {
            HttpAnswer.refuse(routing.response(), EngineError.BAD_REQUEST);
        }
    }

    private void get(RoutingContext routing, Session session) {
        var poll = new HttpPoll(ContextOwner.current(vertx), routing);
        EngineSession engine = session.engine();
        Runnable abort = () -> session.owner().execute(() -> engine.pollAborted(poll));
        // Before the session has it: a response that was answered takes no handlers.
        poll.onAborted(abort);
        session.owner().execute(() -> engine.poll(poll));
        if (poll.isAborted()) {
            abort.run();
        }
    }

    private void post(RoutingContext routing, Session session) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        if (!session.posting().compareAndSet(false, true) || isBytes(request)) {
            session.close(Reason.TRANSPORT_ERROR);
            HttpAnswer.refuse(response, EngineError.BAD_REQUEST);
            return;
        }
        Owner here = ContextOwner.current(vertx);
        RequestBody.read(request, options.maxPayload())
                .onSuccess(body -> session.owner().execute(() -> take(body, session, here, response)))
                .onFailure(e -> {
                    boolean tooLarge = e instanceof LimitedBody.TooLargeException;
                    session.close(tooLarge ? Reason.TOO_BIG : Reason.TRANSPORT_ERROR);
                    if (tooLarge) {
                        HttpAnswer.empty(response, HttpAnswer.TOO_LARGE);
                    }
                });
    }

    private static void take(Buffer body, Session session, Owner here, HttpServerResponse response) {
        EngineError error = session.engine().post(body.toString(StandardCharsets.UTF_8));
        // Before the answer, for the client's next POST may follow it at once.
        session.posting().set(false);
        here.execute(() -> {
            if (error == null) {
                HttpAnswer.ok(response);
            } else {
                HttpAnswer.refuse(response, error);
            }
        });
    }

    /** Protocol 3 sent binary payloads; in 4 a payload is text. */
    private static boolean isBytes(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream");
    }
}
