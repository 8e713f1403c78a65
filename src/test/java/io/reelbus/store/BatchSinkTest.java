package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.reelbus.Web;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
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
        private boolean atOnce;
        private @Nullable IOException trouble;
        private int handedOver;
        private final Buffer stored = Buffer.buffer();

        Held() {
            super(1 << 30, 0);
        }

        @Override
        protected Future<Void> store(ByteBuffer bytes) {
            Promise<Void> promise = Promise.promise();
            handedOver++;
            if (trouble != null) {
                promise.fail(trouble);
            } else if (atOnce) {
                promise.complete();
            } else {
                storing.add(promise);
            }
            return promise.future().onSuccess(done -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                stored.appendBytes(copy);
            });
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
        assertEquals(3 * BatchSink.SMALLEST, sink.stored.length());
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
        assertEquals(6 * BatchSink.SMALLEST, sink.stored.length());
    }

    @Test
    void storesAllBytesInTheirOrder() {
        byte[] bytes = Web.random(9_876_543);
        Future<Void> poured = Feed.pour(bytes, sink);
        Future<Void> ended = poured.compose(all -> sink.end());
        while (!sink.storing.isEmpty()) {
            sink.storeNext();
        }
        assertTrue(ended.succeeded());
        assertArrayEquals(bytes, sink.stored.getBytes());
    }

    /** A worker may be done before anybody waits for it. */
    @Test
    void keepsTheOrderWhereABatchIsStoredAtOnceAndItsSourceGoesOn() {
        byte[] bytes = Web.random(300_000);
        sink.atOnce = true;
        sink.drainHandler(room -> write(Buffer.buffer(Arrays.copyOfRange(bytes, 200_000, bytes.length))));
        write(Buffer.buffer(Arrays.copyOf(bytes, 200_000)));
        assertTrue(sink.end().succeeded());
        assertArrayEquals(bytes, sink.stored.getBytes());
    }

    @Test
    void keepsTheOrderWhereTheLaterOfTwoIsStoredAtOnce() {
        byte[] bytes = Web.random(400_000);
        write(Buffer.buffer(Arrays.copyOf(bytes, 300_000)));
        sink.drainHandler(room -> write(Buffer.buffer(Arrays.copyOfRange(bytes, 300_000, bytes.length))));
        sink.atOnce = true;
        sink.storeNext();
        assertTrue(sink.end().succeeded());
        assertArrayEquals(bytes, sink.stored.getBytes());
    }

    @Test
    void storesNothingBehindABatchThatFailedAtOnce() {
        sink.trouble = new IOException("no disk");
        write(Buffer.buffer(Web.random(300_000)));
        assertEquals(1, sink.handedOver);
        assertEquals(sink.trouble, sink.end().cause());
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
