package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Web;
import io.reelbus.bus.Topics;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.Retained;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds on a real store and a real disk; all that has ended is due a moment later. */
class ExpiryStepIT {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Topics topics = new Topics(vertx.eventBus(), registry);
    private final RetentionMeters meters = new RetentionMeters(registry);
    private JobStore jobs;
    private DirectoryStore media;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 8, "", 30, 3, 5), folder));
        media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private FileId failed() throws IOException {
        FileId id = FileId.random();
        Path original = path(media.original(id));
        Files.createDirectories(original.resolveSibling("1"));
        Files.writeString(original, "bytes");
        Files.writeString(original.resolveSibling("1").resolve("left"), "by a worker that died");
        return failed(id, media.original(id));
    }

    private FileId failed(FileId id, String original) {
        Await.result(jobs.accept(id, new Upload("a", "b", 1, original, "web"), Priority.DEFAULT));
        Await.result(jobs.end(id, Failure.CANCELED.asException()));
        return id;
    }

    private Path path(String address) {
        return folder.resolve("media").resolve(address);
    }

    private boolean exists(FileId id) {
        return Await.result(jobs.job(id)).isPresent();
    }

    private List<String> folders() throws IOException {
        return Web.names(folder.resolve("media"));
    }

    private double removed(Retained what) {
        return registry.get("reelbus.retention.removed")
                .tag("kind", what.wire())
                .counter()
                .count();
    }

    private void round(Retained what, BooleanSupplier stopping) {
        ExpiryStep step = new ExpiryStep(what, Duration.ZERO, jobs, media, topics, meters);
        Await.result(new RetentionRound(List.of(step), stopping).run());
    }

    /** A time in the database is rounded to a millisecond, and so may be one ahead. */
    private void roundUntil(String what, Retained kind, BooleanSupplier done) {
        Await.until(what, () -> {
            round(kind, () -> false);
            return done.getAsBoolean();
        });
    }

    @Test
    void aBacklogGoesInOneRoundAndWhoWatchesIsTold() throws Exception {
        Set<FileId> changed = ConcurrentHashMap.newKeySet();
        Await.result(topics.onChanged((id, state) -> changed.add(id)).ready());
        Set<FileId> all = new HashSet<>();
        for (int i = 0; i < 120; i++) {
            all.add(failed());
        }
        FileId unfinished = FileId.random();
        Await.result(jobs.accept(unfinished, new Upload("a", "b", 1, "elsewhere", "web"), Priority.DEFAULT));
        roundUntil("all are gone", Retained.HISTORY, () -> removed(Retained.HISTORY) == 120);
        assertEquals(List.of(), folders());
        assertTrue(exists(unfinished));
        Await.until("all are told", () -> changed.equals(all));
    }

    @Test
    void whatTheDiskRefusesKeepsItsRowAndGoesInALaterRound() throws Exception {
        Path inTheWay = Files.createDirectories(path("elsewhere/original")).resolve("file");
        Files.writeString(inTheWay, "a folder that is not empty is not removed as a file is");
        FileId refused = failed(FileId.random(), "elsewhere/original");
        FileId other = failed();
        for (Retained what : List.of(Retained.ORIGINALS, Retained.HISTORY)) {
            roundUntil("the other is gone", what, () -> removed(what) == 1);
            assertTrue(exists(refused));
            assertTrue(Files.exists(inTheWay));
        }
        assertEquals(Set.of(Retained.ORIGINALS), Await.result(jobs.expired(refused)));
        assertFalse(exists(other));
        Files.delete(inTheWay);
        round(Retained.HISTORY, () -> false);
        assertEquals(List.of(), folders());
        assertFalse(exists(refused));
    }

    @Test
    void aNodeThatStopsEndsItsRoundBetweenBatches() throws Exception {
        for (int i = 0; i < 110; i++) {
            var unused = failed();
        }
        AtomicInteger asked = new AtomicInteger();
        round(Retained.HISTORY, () -> asked.incrementAndGet() > 1);
        assertEquals(100, removed(Retained.HISTORY));
        assertEquals(10, folders().size());
        roundUntil("the rest is gone", Retained.HISTORY, () -> removed(Retained.HISTORY) == 110);
        assertEquals(List.of(), folders());
    }
}
