package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepIT {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private Path file(FileId id, String name) throws IOException {
        Path file = folder.resolve("media").resolve(id.value()).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    @Test
    void leftoversAreRemovedAndWhatCountsIsKept() throws IOException {
        JobStore jobs = Await.result(JobStore.open(vertx, JobStoreContract.config(), folder));
        FileId done = FileId.random();
        FileId queued = FileId.random();
        FileId unfinished = FileId.random();
        Await.result(jobs.accept(done, new Upload("a", "b", 1, done + "/original"), Priority.DEFAULT));
        var held = (Claim.Held) Await.result(jobs.claim("w"));
        assertEquals(done, held.lease().fileId());
        Await.result(jobs.complete(held.lease(), done + "/2", Map.of()));
        Await.result(jobs.accept(queued, new Upload("a", "b", 1, queued + "/original"), Priority.DEFAULT));

        Path original = file(done, "original");
        Path loser = file(done, "1/video.mp4");
        Path winner = file(done, "2/video.mp4");
        Path waiting = file(queued, "original");
        Path interrupted = file(queued, "1/video.mp4");
        Path neverAccepted = file(unfinished, "original");

        DirectoryStore media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
        Await.result(Sweep.run(jobs, media));
        for (Path kept : new Path[] {original, winner, waiting}) {
            assertTrue(Files.exists(kept), kept.toString());
        }
        for (Path gone : new Path[] {loser.getParent(), interrupted.getParent(), neverAccepted.getParent()}) {
            assertFalse(Files.exists(gone), gone.toString());
        }
        Await.result(Sweep.run(jobs, media));
        assertTrue(Files.exists(winner));
        Await.result(jobs.close());
    }

    @Test
    void ofASharedStoreOnlyTheNodesOwnLeftoversAndOldOnesAreRemoved() throws IOException {
        JobStore jobs = Await.result(JobStore.open(vertx, JobStoreContract.config(), folder));
        FileId own = FileId.random();
        FileId foreign = FileId.random();
        FileId old = FileId.random();
        FileId working = FileId.random();
        for (FileId id : new FileId[] {own, foreign, old}) {
            file(id, "original");
        }
        file(own, "from-me");
        Path ancient = file(old, "from-somebody");
        for (Path each : new Path[] {ancient, ancient.resolveSibling("original")}) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        Await.result(jobs.accept(working, new Upload("a", "b", 1, working + "/original"), Priority.DEFAULT));
        var unused = Await.result(jobs.claim("w"));
        file(working, "from-me");
        Path publishing = file(working, "1/video.mp4");

        DirectoryStore media = Await.result(DirectoryStore.shared(vertx, folder.resolve("media"), "me"));
        Await.result(Sweep.run(jobs, media));

        assertTrue(Files.exists(folder.resolve("media").resolve(foreign.value())));
        assertTrue(Files.exists(publishing));
        assertFalse(Files.exists(folder.resolve("media").resolve(own.value())));
        assertFalse(Files.exists(folder.resolve("media").resolve(old.value())));
        Await.result(jobs.close());
    }

    @Test
    void aSharedStoreRemembersWhoTookAnUpload() throws Exception {
        DirectoryStore media = Await.result(DirectoryStore.shared(vertx, folder.resolve("media"), "me"));
        FileId id = FileId.random();
        MediaSink sink = Await.result(media.receive(id, 10));
        assertTrue(Files.exists(folder.resolve("media").resolve(id.value()).resolve("from-me")));
        Await.result(sink.abort());
        assertFalse(Files.exists(folder.resolve("media").resolve(id.value())));
    }

    /** One future that waited for the next per video overflowed the stack: the node never started, and said nothing. */
    @Test
    void aStoreOfManyThousandVideosIsSweptToItsEnd() throws IOException {
        JobStore jobs = Await.result(JobStore.open(vertx, JobStoreContract.config(), folder));
        Path media = folder.resolve("media");
        for (int i = 0; i < 20_000; i++) {
            Files.createDirectories(media.resolve(FileId.random().value()));
        }
        DirectoryStore store = Await.result(DirectoryStore.open(vertx, media));
        Await.result(Sweep.run(jobs, store));
        assertEquals(0, Await.result(store.stored()).size());
        Await.result(jobs.close());
    }
}
