package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.Await;
import io.reelbus.Web;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.store.MediaFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final byte[] STORED = Web.random(3_000_000);

    private final Vertx vertx = Vertx.vertx();

    /** A file whose reads take a moment each, and give less than was asked for. */
    private final class Slow implements MediaFile {
        private final byte[] bytes;

        Slow(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public Optional<Path> path() {
            return Optional.empty();
        }

        @Override
        public Future<Buffer> read(long from, int length) {
            int end = (int) Math.min(bytes.length, from + Math.min(length, 700_001));
            return vertx.timer(1, TimeUnit.MILLISECONDS)
                    .map(later -> Buffer.buffer(Arrays.copyOfRange(bytes, (int) from, end)));
        }

        @Override
        public Optional<URI> link(String contentType, Optional<String> contentDisposition) {
            return Optional.empty();
        }
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private void compare(byte[] arriving) {
        Comparison comparison = new Comparison(new Slow(STORED), Failure.BYTES_DIFFER.asException());
        Random random = new Random(7);
        Future<Void> last = Future.succeededFuture();
        for (int from = 0; from < arriving.length; ) {
            int length = Math.min(arriving.length - from, 1 + random.nextInt(400_000));
            last = comparison.write(Buffer.buffer(Arrays.copyOfRange(arriving, from, from + length)));
            from += length;
        }
        Await.result(last.compose(all -> comparison.end()));
    }

    private void assertDiffers(byte[] arriving) {
        var thrown = assertThrows(FailureException.class, () -> compare(arriving));
        assertEquals(Failure.BYTES_DIFFER, thrown.failure());
    }

    @Test
    void theSameBytesAreTheSameHoweverTheyAreCut() {
        compare(STORED);
    }

    @Test
    void oneOtherByteIsFoundWhereverItIs() {
        for (int at : new int[] {0, 700_000, 700_001, 1_500_000, STORED.length - 1}) {
            byte[] other = STORED.clone();
            other[at]++;
            assertDiffers(other);
        }
    }

    @Test
    void fewerOrMoreBytesAreOthers() {
        assertDiffers(new byte[0]);
        assertDiffers(Arrays.copyOf(STORED, STORED.length - 1));
        assertDiffers(Arrays.copyOf(STORED, STORED.length + 1));
    }

    @Test
    void twoStoredFilesCanBeCompared() {
        Await.result(
                new Comparison(new Slow(STORED), Failure.BYTES_DIFFER.asException()).compareWith(new Slow(STORED)));
        assertThrows(
                FailureException.class,
                () -> Await.result(new Comparison(new Slow(STORED), Failure.BYTES_DIFFER.asException())
                        .compareWith(new Slow(Arrays.copyOf(STORED, 2_000_000)))));
    }
}
