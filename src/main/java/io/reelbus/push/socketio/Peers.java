package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The other servers of a cluster. A client's requests may arrive at any of them: the id of its session ends in the name
 * of the server where the session lives, and the others pass on to it what is not theirs.
 *
 * <p>Names come from clients, who may have made them up: whoever implements this answers for servers of its cluster
 * alone, for nothing else keeps a server from connecting wherever a client likes.
 */
public interface Peers {
    /** For a server that is alone. */
    Peers NONE = new Peers() {
        @Override
        public String here() {
            return "";
        }

        @Override
        public Future<Optional<SocketAddress>> find(String name) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void onLeft(Consumer<String> left) {}
    };

    /** This server's own name, of letters, digits, {@code -} and {@code _}; empty where there are no others. */
    String here();

    /** Where the server of this name takes requests; empty where there is none of this name, or no longer. */
    Future<Optional<SocketAddress>> find(String name);

    /** Has the name of each server that is gone handed over, from any thread. */
    void onLeft(Consumer<String> left);
}
