package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Occupied;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.GateSink;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservedSinkTest {
    /** More than an upload of unknown length reserves ahead. */
    private static final int MUCH = 70_000_000;

    /** Of the store, which is asked for room on them. */
    private static final int THREADS = 8;

    private static final UploadConfig CONFIG = new UploadConfig(1 << 30, 0, 0, 30, 1, 10);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void theSourceGoesOnWhereTheSinkIsFullOfWhatHadToWait() throws Exception {
        var media = Await.result(DirectoryStore.open(vertx, folder));
        var room = new Room(media, CONFIG, new SimpleMeterRegistry());
        Reservation space = Await.result(room.reserve(OptionalLong.empty()));
        GateSink gate = new GateSink();
        ReservedSink sink = space.over(gate);
        AtomicBoolean goesOn = new AtomicBoolean();
        Context context = vertx.getOrCreateContext();
        Occupied disk = new Occupied(vertx, "media", THREADS);
        context.runOnContext(run -> {
            gate.full = true;
            var unused = sink.write(Buffer.buffer(new byte[MUCH]));
            sink.drainHandler(drained -> goesOn.set(true));
            // There is room there, but none here yet, and none there any more when there is here.
            gate.open();
            gate.full = true;
            disk.close();
        });
        Await.until("it has been written", () -> gate.size() == MUCH);
        assertFalse(goesOn.get());
        context.runOnContext(run -> gate.open());
        Await.until("the source is told", goesOn::get);
    }
}
