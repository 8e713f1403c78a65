package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Web;
import io.reelbus.bus.Topics;
import io.reelbus.job.FileId;
import io.reelbus.store.Cursor;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.Announcer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiredUploadsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    private JobStore jobs;

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    @Test
    void bytesAndRowsGoOfThoseWhoseTimeIsOverAndOfNoOthers() throws Exception {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        DirectoryStore media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
        UploadStore uploads = new UploadStore(jobs, 30, 3_600, 10);
        FileId kept = begin(uploads, media);
        FileId gone = begin(uploads, media);
        FileId neverWritten = FileId.random();
        Await.result(uploads.begin(neverWritten, neverWritten + "/original", OptionalLong.of(9), "", false, "web"));
        Await.result(uploads.expireWithin(List.of(gone, neverWritten), -1));

        var expired =
                new ExpiredUploads(uploads, media, new Announcer(new Topics(vertx.eventBus(), registry), registry));
        Optional<Cursor> next = Await.result(expired.batch(Optional.empty()));
        assertTrue(next.isPresent(), "there may be more");
        assertEquals(Optional.empty(), Await.result(expired.batch(next)));

        assertEquals(List.of(kept.value()), Web.names(folder.resolve("media")));
        assertTrue(Await.result(uploads.find(kept)).isPresent());
        assertEquals(Optional.empty(), Await.result(uploads.find(gone)));
        assertEquals(Optional.empty(), Await.result(uploads.find(neverWritten)));
        assertEquals(
                2,
                registry.get("reelbus.uploads.refused")
                        .tag("code", "upload_expired")
                        .counter()
                        .count());
    }

    private FileId begin(UploadStore uploads, DirectoryStore media) {
        FileId id = FileId.random();
        Await.result(uploads.begin(id, media.original(id), OptionalLong.of(9), "", false, "web"));
        Await.result(media.resume(media.original(id), 1, 9)
                .compose(sink -> sink.write(Buffer.buffer("abc")).compose(taken -> sink.suspend())));
        return id;
    }
}
