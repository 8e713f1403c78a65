package io.reelbus.push.socketio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Pings a client and waits for its pong. Since Engine.IO v4 the server pings. */
final class Heartbeat {
    private final Owner owner;
    private final Duration interval;
    private final Duration timeout;
    private final Runnable ping;
    private final Runnable onTimeout;
    private Owner.@Nullable Timer timer;
    private boolean awaitsPong;

    Heartbeat(Owner owner, SocketIoOptions options, Runnable ping, Runnable onTimeout) {
        this.owner = owner;
        this.interval = options.pingInterval();
        this.timeout = options.pingTimeout();
        this.ping = ping;
        this.onTimeout = onTimeout;
    }

    void start() {
        stop();
        awaitsPong = false;
        timer = owner.after(interval, this::beat);
    }

    /** A pong that nobody asked for changes nothing: else it could put off the next ping for ever. */
    void pong() {
        if (awaitsPong) {
            start();
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void beat() {
        awaitsPong = true;
        timer = owner.after(timeout, onTimeout);
        ping.run();
    }
}
