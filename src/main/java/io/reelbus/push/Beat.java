package io.reelbus.push;

import io.reelbus.job.FileId;
import io.reelbus.store.Head;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares rooms with the store, all of them in one query: the bus only announces, and this is how a node comes to
 * know what it has not heard. On the rooms' context alone.
 */
final class Beat {
    private final JobStore jobs;
    private final Consumer<Room> behind;

    /** {@code behind} is given each room whose story must be read. */
    Beat(JobStore jobs, Consumer<Room> behind) {
        this.jobs = jobs;
        this.behind = behind;
    }

    Future<Void> check(Collection<Room> rooms) {
        Map<FileId, Room> byId = byId(rooms);
        return byId.isEmpty()
                ? Future.succeededFuture()
                : jobs.heads(byId.keySet()).map(heads -> {
                    byId.forEach((id, room) -> compare(room, heads.get(id)));
                    return null;
                });
    }

    private void compare(Room room, @Nullable Head head) {
        boolean missed = head == null
                ? room.replay.isKnown()
                : head.seq() > room.replay.last() || (!head.state().isFinal() && !room.isRegistered());
        if (!room.gone && (missed || room.retryDue)) {
            behind.accept(room);
        }
    }

    /** Tells those who watch a file that waits for its first attempt its place in the queue, where that has changed. */
    Future<Void> tellPlaces(Collection<Room> rooms) {
        Map<FileId, Room> waiting = byId(rooms);
        waiting.values().removeIf(room -> !room.replay.isWaiting());
        return waiting.isEmpty()
                ? Future.succeededFuture()
                : jobs.positions(waiting.keySet()).map(places -> {
                    waiting.forEach((id, room) -> room.tellPlace(places.getOrDefault(id, 0)));
                    return null;
                });
    }

    private static Map<FileId, Room> byId(Collection<Room> rooms) {
        Map<FileId, Room> byId = new HashMap<>();
        rooms.stream()
                .filter(room -> !room.gone)
                .forEach(room -> FileId.parse(room.fileId).ifPresent(id -> byId.put(id, room)));
        return byId;
    }
}
