package io.reelbus.push.socketio;

import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A namespace that was declared: who takes its new clients, and who takes back those that were here before. */
final class Namespace {
    private final Consumer<Socket> onConnect;
    private final @Nullable Recovery recovery;
    private final EndedPids ended = new EndedPids();

    private Namespace(Consumer<Socket> onConnect, @Nullable Recovery recovery) {
        this.onConnect = onConnect;
        this.recovery = recovery;
    }

    static Namespace of(Consumer<Socket> onConnect) {
        return new Namespace(onConnect, null);
    }

    static Namespace recovering(Consumer<Socket> onConnect, Recovery recovery) {
        return new Namespace(onConnect, recovery);
    }

    Consumer<Socket> onConnect() {
        return onConnect;
    }

    /** What names a new client over its connections; nothing where a client cannot come back. */
    @Nullable
    String newPid() {
        return recovery == null ? null : Pid.random();
    }

    /** Who takes this client back, where it may come back at all. */
    @Nullable
    Recovery recovery(JsonObject auth) {
        return auth.getValue("pid") instanceof String pid
                        && auth.getValue("offset") instanceof String
                        && Pid.isOne(pid)
                        && !ended.contains(pid)
                ? recovery
                : null;
    }

    /** Client or server have said goodbye: who connects again is new. */
    void end(@Nullable String pid) {
        if (pid != null) {
            ended.add(pid);
        }
    }
}
