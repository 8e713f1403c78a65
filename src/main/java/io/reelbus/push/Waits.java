package io.reelbus.push;

import io.reelbus.job.FileId;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Ends the waits for files that nobody has brought in time; one whose upload is under way is waited for anew. On the
 * rooms' context alone.
 */
final class Waits {
    private final JobStore jobs;
    private final long nanos;
    private final Consumer<Seat> dismiss;

    private record Waiting(Room room, Seat seat) {
        boolean isOver(long then) {
            return seat.takenAt() - then < 0;
        }

        boolean isIn(Set<FileId> ids) {
            return FileId.parse(seat.fileId()).filter(ids::contains).isPresent();
        }
    }

    Waits(JobStore jobs, int seconds, Consumer<Seat> dismiss) {
        this.jobs = jobs;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
        this.dismiss = dismiss;
    }

    Future<Void> look(Collection<Room> rooms) {
        long then = System.nanoTime() - nanos;
        List<Waiting> due = rooms.stream()
                .filter(Waits::isWaitedFor)
                .flatMap(room -> room.seats().stream().map(seat -> new Waiting(room, seat)))
                .filter(waiting -> waiting.isOver(then))
                .toList();
        Set<FileId> ids = due.stream()
                .flatMap(waiting -> FileId.parse(waiting.seat().fileId()).stream())
                .collect(Collectors.toSet());
        Future<Set<FileId>> coming = ids.isEmpty() ? Future.succeededFuture(Set.of()) : jobs.coming(ids);
        return coming.map(known -> {
            // Some of it may have come while the store was asked.
            due.stream().filter(waiting -> isWaitedFor(waiting.room())).forEach(waiting -> {
                if (waiting.isIn(known)) {
                    waiting.seat().waitOn();
                } else {
                    dismiss.accept(waiting.seat());
                }
            });
            return null;
        });
    }

    private static boolean isWaitedFor(Room room) {
        return !room.gone && room.isReady() && !room.replay.isKnown();
    }
}
