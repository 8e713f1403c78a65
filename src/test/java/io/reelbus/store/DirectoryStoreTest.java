package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.FailureException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

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

    @Test
    void anAbortLeavesNoFolder() throws IOException {
        on(() -> store.create(store.original(id), 10)
                .compose(sink -> sink.write(Buffer.buffer("x")).compose(written -> sink.abort())));
        assertTrue(Files.notExists(folder.resolve("media").resolve(id.value())));
    }
}
