package io.reelbus.push.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import org.jspecify.annotations.Nullable;

/**
 * The Netty channel below a Vert.x WebSocket, for frames that are made already: Vert.x would encode each of them anew for
 * every socket, and flush each by itself. On the channel's own event loop alone.
 *
 * <p>It relies on three things inside Vert.x 5.1: a connection is a {@link ConnectionBase}, whose channel ends in a
 * {@link VertxHandler}; what is written there passes the WebSocket encoder, which leaves a ByteBuf as it is; and what
 * Vert.x writes on this loop goes there too at once, or waits in Vert.x until the channel is writable. So nothing
 * overtakes as long as a frame is written only to a writable channel. {@code FrameChannelTest} asks whether it is so.
 */
final class FrameChannel {
    private final ChannelHandlerContext connection;
    private final Channel channel;
    private final VoidChannelPromise unheard;
    private final Flushes flushes;
    private boolean unflushed;
    private boolean awaitsRoom;

    private FrameChannel(ChannelHandlerContext connection) {
        this.connection = connection;
        this.channel = connection.channel();
        this.unheard = new VoidChannelPromise(channel, false);
        this.flushes = Flushes.of(channel.eventLoop());
    }

    /** Of a connection that is a WebSocket by now; null where this is not its event loop or Vert.x is not as expected. */
    static @Nullable FrameChannel of(HttpConnection upgraded) {
        if (!(upgraded instanceof ConnectionBase base)) {
            return null;
        }
        ChannelHandlerContext connection = base.channel().pipeline().context(VertxHandler.class);
        if (connection == null
                || !connection.executor().inEventLoop()
                || connection.pipeline().get(WebSocketFrameEncoder.class) == null) {
            return null;
        }
        // The sessions' own pings find who is silent; a timer of each connection's would only repeat that.
        IdleStateHandler idle = connection.pipeline().get(IdleStateHandler.class);
        if (idle != null) {
            connection.pipeline().remove(idle);
        }
        HandshakeRemains.drop(connection);
        SmallQueue.giveTo(connection);
        return new FrameChannel(connection);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(TextFrame frame) {
        byte[] bytes = frame.bytes();
        ByteBuf copy = channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
        connection.write(copy, unheard);
        if (!unflushed) {
            unflushed = true;
            flushes.add(this);
        }
    }

    void flush() {
        unflushed = false;
        connection.flush();
    }

    /** Calls this once the channel is writable again and what waited in Vert.x has gone into it. */
    void onceWritable(Runnable room) {
        if (!awaitsRoom && !connection.isRemoved()) {
            awaitsRoom = true;
            connection.pipeline().addBefore(connection.name(), null, new Room(room));
        }
    }

    private final class Room extends ChannelInboundHandlerAdapter {
        private final Runnable room;

        Room(Runnable room) {
            this.room = room;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.fireChannelWritabilityChanged();
            if (channel.isWritable() && awaitsRoom) {
                awaitsRoom = false;
                ChannelHandler itself = this;
                context.pipeline().remove(itself);
                room.run();
            }
        }
    }
}
