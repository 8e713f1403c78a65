package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order batches are handed over, and that their memory is given back however a sink ends. */
class BatchSinkTest {
    private static final Buffer FIRST = Buffer.buffer(new byte[BatchSink.SMALLEST]);

    private final long before = allocations();
    private final Held sink = new Held();

    private static long allocations() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    @AfterEach
    void nothingIsKept() {
        assertEquals(before, allocations());
    }

    /** The batches it is given are stored when the test says so. */
    private static final class Held extends BatchSink {
        private final Queue<Promise<Void>> storing = new ArrayDeque<>();
        private long stored;

        Held() {
            super(1 << 30, 0);
        }

        @Override
        protected Future<Void> store(ByteBuffer bytes) {
            Promise<Void> promise = Promise.promise();
            storing.add(promise);
            return promise.future().onSuccess(done -> stored += bytes.remaining());
        }

        void storeNext() {
            storing.remove().complete();
        }

        @Override
        public String address() {
            return "held";
        }

        @Override
        public Future<Void> commit() {
            return end();
        }

        @Override
        public Future<Void> suspend() {
            return end();
        }

        @Override
        public Future<Void> drop() {
            return stop();
        }

        @Override
        public Future<Void> abort() {
            return stop();
        }
    }

    private void write(Buffer data) {
        assertTrue(sink.write(data).succeeded());
    }

    @Test
    void endsOnlyWhenTheBatchIsStoredThatFollowedTheOneUnderWay() {
        write(FIRST);
        write(Buffer.buffer(new byte[2 * BatchSink.SMALLEST]));
        Future<Void> ended = sink.end();
        sink.storeNext();
        assertEquals(1, sink.storing.size());
        assertFalse(ended.isComplete());
        sink.storeNext();
        assertTrue(ended.succeeded());
        assertEquals(3 * BatchSink.SMALLEST, sink.stored);
    }

    @Test
    void storesWhatCameWhileBothBatchesWereFull() {
        write(FIRST);
        write(Buffer.buffer(new byte[5 * BatchSink.SMALLEST]));
        assertTrue(sink.writeQueueFull());
        Future<Void> ended = sink.end();
        while (!sink.storing.isEmpty()) {
            assertFalse(ended.isComplete());
            sink.storeNext();
        }
        assertTrue(ended.succeeded());
        assertEquals(6 * BatchSink.SMALLEST, sink.stored);
    }

    @Test
    void stopsBehindTheBatchUnderWay() {
        write(FIRST);
        write(Buffer.buffer(new byte[3 * BatchSink.SMALLEST]));
        Future<Void> stopped = sink.abort();
        assertTrue(sink.write(FIRST).failed());
        assertFalse(stopped.isComplete());
        sink.storeNext();
        assertTrue(stopped.succeeded());
        assertTrue(sink.storing.isEmpty());
    }

    @Test
    void failsWhatComesBehindItsEnd() {
        write(FIRST);
        Future<Void> ended = sink.end();
        sink.storeNext();
        assertTrue(ended.succeeded());
        assertTrue(sink.end().succeeded());
        assertTrue(sink.write(FIRST).failed());
    }

    @Test
    void endsWithTheTroubleOfABatch() {
        write(FIRST);
        IOException trouble = new IOException("no disk");
        sink.storing.remove().fail(trouble);
        assertEquals(trouble, sink.end().cause());
        assertEquals(trouble, sink.suspend().cause());
        assertTrue(sink.abort().succeeded());
    }

    @Test
    void endsWhatWasHaltedBehindTheBatchUnderWay() {
        write(FIRST);
        write(Buffer.buffer(new byte[3 * BatchSink.SMALLEST]));
        IOException why = new IOException("another has taken over");
        sink.halt(why);
        Future<Void> ended = sink.end();
        assertFalse(ended.isComplete());
        sink.storeNext();
        assertEquals(why, ended.cause());
        assertTrue(sink.storing.isEmpty());
    }
}
