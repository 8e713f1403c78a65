package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepIT {
    private final Vertx vertx = Vertx.vertx();
    private JobStore jobs;
    private DirectoryStore media;
    private Unfinished unfinished;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, TestDatabase.config(), folder));
        media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
        unfinished = Await.result(Unfinished.open(vertx, folder.resolve("unfinished")));
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private Path file(FileId id, String name) throws IOException {
        Path file = folder.resolve("media").resolve(id.value()).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private FileId accepted() {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, new Upload("a", "b", 1, media.original(id), "web"), Priority.DEFAULT));
        return id;
    }

    private void begin(FileId id) {
        Await.result(unfinished.begin(id, media.original(id)));
    }

    private void sweep(Sweep.Begun... attempts) throws IOException {
        Await.result(Sweep.run(jobs, media, unfinished, List.of(attempts)));
        try (var left = Files.list(folder.resolve("unfinished"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void anUploadThatWasNotAcceptedGoesAndOneThatWasStays() throws IOException {
        FileId accepted = accepted();
        FileId interrupted = FileId.random();
        Path kept = file(accepted, "original");
        Path gone = file(interrupted, "original");
        begin(accepted);
        begin(interrupted);
        sweep();
        assertTrue(Files.exists(kept));
        assertFalse(Files.exists(gone.getParent()));
    }

    @Test
    void whatOtherNodesAreAtWorkOnIsNotTouched() throws IOException {
        Path upload = file(FileId.random(), "original");
        FileId job = accepted();
        Path theirs = file(job, "2/video.mp4");
        Path ours = file(job, "1/video.mp4");
        sweep(new Sweep.Begun(job, 1));
        assertTrue(Files.exists(upload));
        assertTrue(Files.exists(theirs));
        assertFalse(Files.exists(ours));
    }

    @Test
    void aPublishedAttemptStaysAndAnOlderOneGoes() throws IOException {
        FileId job = accepted();
        Await.result(jobs.release(
                ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease(), AttemptReport.NONE));
        var second = ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
        assertTrue(Await.result(jobs.complete(second, job + "/2", Map.of(), AttemptReport.NONE))
                .isPresent());
        Path loser = file(job, "1/video.mp4");
        Path winner = file(job, "2/video.mp4");
        sweep(new Sweep.Begun(job, 1), new Sweep.Begun(job, 2));
        assertTrue(Files.exists(winner));
        assertFalse(Files.exists(loser.getParent()));
    }

    @Test
    void aDeletionIsCarriedToItsEnd() throws IOException {
        FileId job = accepted();
        Path original = file(job, "original");
        Path output = file(job, "1/video.mp4");
        begin(job);
        assertTrue(Await.result(jobs.remove(job)).orElseThrow().original());
        sweep();
        assertFalse(Files.exists(original));
        assertFalse(Files.exists(output));
    }

    @Test
    void whatHasComeUnderTheIdOfADeletedOneStays() throws IOException {
        FileId job = accepted();
        var old = ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
        Path left = file(job, old.fence() + "/video.mp4");
        begin(job);
        Await.result(jobs.end(job, Failure.DELETED.asException()));
        Await.result(jobs.remove(job));
        String original = media.another(job);
        Await.result(jobs.accept(job, new Upload("a", "b", 1, original, "web"), Priority.DEFAULT));
        var lease = ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
        Path bytes = file(job, Path.of(original).getFileName().toString());
        Path output = file(job, lease.fence() + "/video.mp4");
        sweep(new Sweep.Begun(job, old.fence()));
        assertFalse(Files.exists(left.getParent()));
        assertTrue(Files.exists(bytes));
        assertTrue(Files.exists(output));
        // Also where only the deletion was left unfinished.
        left = file(job, old.fence() + "/video.mp4");
        begin(job);
        sweep();
        assertFalse(Files.exists(left.getParent()));
        assertTrue(Files.exists(output));
    }

    @Test
    void anOriginalThatARepetitionUsesStays() throws IOException {
        FileId failed = accepted();
        Path original = file(failed, "original");
        Await.result(jobs.end(failed, Failure.CANCELED.asException()));
        Await.result(jobs.repeat(failed));
        begin(failed);
        Await.result(jobs.remove(failed));
        sweep();
        assertTrue(Files.exists(original));
    }

    /** One future that waited for the next per video overflowed the stack: the node never started, and said nothing. */
    @Test
    void manyThousandsAreSweptToTheEnd() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            String id = FileId.random().value();
            Files.createDirectories(folder.resolve("media").resolve(id));
            Files.createFile(folder.resolve("unfinished").resolve(id));
        }
        sweep();
        try (var left = Files.list(folder.resolve("media"))) {
            assertEquals(0, left.count());
        }
    }
}
