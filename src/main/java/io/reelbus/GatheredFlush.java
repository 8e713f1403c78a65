package io.reelbus;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets what is written to a connection within a quarter of a millisecond leave together: Vert.x's event bus flushes each
 * message by itself, which costs a system call here and another node's event loop a turn. What comes after a silence
 * leaves at once, and so does what is much.
 */
final class GatheredFlush extends ChannelOutboundHandlerAdapter {
    static final long WINDOW_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private long flushedAt;
    private boolean fresh = true;
    private @Nullable Future<?> due;

    @Override
    public void flush(ChannelHandlerContext context) {
        // Nothing more is written to a channel that is full.
        boolean waits = !fresh && context.channel().isWritable();
        long left = waits ? flushedAt + WINDOW_NANOS - now(context) : 0;
        if (left <= 0) {
            flushNow(context);
        } else if (due == null) {
            due = context.executor().schedule(() -> flushNow(context), left, TimeUnit.NANOSECONDS);
        }
    }

    private void flushNow(ChannelHandlerContext context) {
        if (due != null) {
            boolean unused = due.cancel(false);
            due = null;
        }
        fresh = false;
        flushedAt = now(context);
        var unused = context.flush();
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise closed) {
        flushNow(context);
        var unused = context.close(closed);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (due != null) {
            flushNow(context);
        }
    }
}
