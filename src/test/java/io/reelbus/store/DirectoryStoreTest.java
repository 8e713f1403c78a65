package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DirectoryStoreTest extends MediaStoreContract {
    @Override
    protected MediaStore open() {
        return Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
    }

    @Test
    void nothingIsOnTheDiskAfterADelete() throws IOException {
        original(id, new byte[5]);
        on(() -> store.deleteOriginal(store.original(id)));
        try (var entries = Files.list(folder.resolve("media"))) {
            assertEquals(0, entries.count());
        }
    }

    @Test
    void itCannotBeTriedOutWhereItsFolderIsGone() throws IOException {
        Files.delete(folder.resolve("media"));
        assertThrows(FailureException.class, () -> on(() -> store.ping()));
        assertTrue(Files.notExists(folder.resolve("media")));
    }

    /** As when a deleted video is brought again while what is left of it goes. */
    @Test
    void anUploadBeginsWhileItsFolderIsRemovedAsAnEmptyOne() {
        for (int round = 0; round < 200; round++) {
            List<Future<Void>> all = new ArrayList<>();
            on(() -> {
                for (int i = 0; i < 4; i++) {
                    all.add(store.create(store.another(id), 10).compose(MediaSink::abort));
                    all.add(store.deleteOriginal(store.original(id)));
                }
                return Future.join(all);
            });
        }
    }

    @Test
    void anAbortLeavesNoFolder() throws IOException {
        on(() -> store.create(store.original(id), 10)
                .compose(sink -> sink.write(Buffer.buffer("x")).compose(written -> sink.abort())));
        assertTrue(Files.notExists(folder.resolve("media").resolve(id.value())));
    }

    private MediaSink goingOn(String address) {
        on(() -> resume(address, 100)
                .compose(sink -> sink.write(Buffer.buffer("abc")).compose(taken -> sink.suspend())));
        return on(() -> resume(address, 100)
                .compose(sink -> sink.write(Buffer.buffer("de")).map(taken -> sink)));
    }

    private static void assertMismatch(Executable work) {
        assertEquals(
                Failure.OFFSET_MISMATCH,
                assertThrows(FailureException.class, work).failure());
    }

    @Test
    void whatWasRemovedUnderASinkIsNotTakenForComplete() {
        String address = store.original(id);
        MediaSink sink = goingOn(address);
        on(() -> store.deleteOriginal(address));
        assertMismatch(() -> on(() -> sink.end().compose(ended -> sink.commit())));
        assertTrue(file(address).isEmpty());
        assertEquals(0, on(() -> store.durable(address)));
    }

    @Test
    void aSinkDoesNotTakeTheFileOfASuccessorForItsOwn() {
        String address = store.original(id);
        MediaSink sink = goingOn(address);
        on(() -> store.deleteOriginal(address));
        on(() -> resume(address, 100)
                .compose(heir -> heir.write(Buffer.buffer("xy")).compose(taken -> heir.suspend())));
        assertMismatch(() -> on(sink::suspend));
        assertEquals(2, on(() -> store.durable(address)));
        assertEquals(
                2,
                on(() -> resume(address, 100).compose(heir -> heir.drop().map(left -> heir.size())))
                        .longValue());
    }

    @Test
    void aSinkMakesNoHoleWhereItsFileWasCutOff() throws IOException {
        String address = store.original(id);
        MediaSink sink = goingOn(address);
        Path file = folder.resolve("media").resolve(address);
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var unused = other.truncate(1);
        }
        assertMismatch(() -> on(sink::suspend));
        assertEquals("a", Files.readString(file));
    }
}
