package io.reelbus;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;

/**
 * Follows each of Netty's buffers in this JVM until it is closed: one that is collected without having been released is
 * reported in the log, as an error.
 */
public final class Leaks implements AutoCloseable {
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    public Leaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** Has those reported that are lost by now. */
    public void report() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // What was found is reported when the next buffers are followed.
            for (int j = 0; j < 1_000; j++) {
                ByteBufAllocator.DEFAULT.directBuffer(64).release();
                ByteBufAllocator.DEFAULT.heapBuffer(64).release();
            }
        }
    }

    @Override
    public void close() {
        ResourceLeakDetector.setLevel(before);
    }
}
