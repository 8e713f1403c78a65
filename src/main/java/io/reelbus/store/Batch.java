package io.reelbus.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;

/**
 * Bytes on their way to a file, outside the heap: what is in it, the JDK copies once more with each write, and each thread
 * that ever wrote keeps the memory for that. It must be released; what is in it is gone then.
 */
final class Batch {
    private final ByteBuf memory;

    /** {@code capacity} in bytes. Throws an OutOfMemoryError where so much cannot be had. */
    Batch(int capacity) {
        this.memory = PooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
    }

    int capacity() {
        return memory.capacity();
    }

    /** How many bytes are in it. */
    int size() {
        return memory.readableBytes();
    }

    boolean isFull() {
        return !memory.isWritable();
    }

    /** Takes as many of these bytes as it has room for, from this one on, and returns how many. */
    int take(Buffer data, int from) {
        int taken = Math.min(data.length() - from, memory.writableBytes());
        memory.writeBytes(((BufferInternal) data).getByteBuf(), from, taken);
        return taken;
    }

    /** What is in it, to be read before it is released. */
    ByteBuffer bytes() {
        return memory.nioBuffer();
    }

    void release() {
        boolean unused = memory.release();
    }
}
