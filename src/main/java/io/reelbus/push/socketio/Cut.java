package io.reelbus.push.socketio;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connection of a WebSocket whose close frame is not taken. Vert.x waits until that is written before it counts
 * the time that an answer may take, and to a reader who reads nothing it never is: what waits for it would stay.
 */
public final class Cut {
    /** How long a WebSocket may take to say goodbye. */
    private static final long GRACE_MS = 5_000;

    private final Channel channel;

    /** {@code request} is to become the WebSocket, whose own face does not show its channel. */
    public Cut(HttpServerRequest request) {
        this.channel = ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel();
    }

    /** False from when its end is known to Netty, which tells what waits to be written before it tells anybody else. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** To be called when a close frame is sent. */
    public void soon() {
        if (channel.isOpen()) {
            var unused = channel.eventLoop().schedule(this::now, GRACE_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends it at once. Behind all handlers, which would have it closed in good order. From any thread. */
    public void now() {
        ChannelHandlerContext last = channel.pipeline().firstContext();
        if (last != null) {
            var unused = last.close();
        }
    }
}
