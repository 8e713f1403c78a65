package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Story;
import io.reelbus.store.JobStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms track which sockets of this node watch which file: one bus subscription per file in work and node. The bus
 * only announces; what it loses is seen as a gap and read from the store. All state belongs to one context.
 */
public final class Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final long TRY_AGAIN_MS = 1_000;
    private static final long LOOK_MS = 1_000;

    /** A job in work says something ten times a second; of one that is silent for so long the bus may have lost the end. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final Context context;
    private final JobStore jobs;
    private final Topics topics;
    private final long waitNanos;
    private final Map<String, Room> rooms = new HashMap<>();

    private Rooms(Vertx vertx, JobStore jobs, Topics topics, PushConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.jobs = jobs;
        this.topics = topics;
        this.waitNanos = TimeUnit.SECONDS.toNanos(config.waitSeconds());
    }

    /** Opens the rooms of this node on the caller's context; complete once it hears of new and ended jobs. */
    static Future<Rooms> open(Vertx vertx, JobStore jobs, Topics topics, PushConfig config) {
        Rooms rooms = new Rooms(vertx, jobs, topics, config);
        long unused = vertx.setPeriodic(LOOK_MS, tick -> rooms.look());
        return topics.onChanged((fileId, state) -> rooms.changed(fileId))
                .ready()
                .map(rooms);
    }

    /** How many files are watched on this node and not finished. */
    public Future<Integer> size() {
        return Future.future(size -> context.runOnContext(task -> size.complete(rooms.size())));
    }

    /** From any context. The seat is opened on its own. */
    void enter(Seat seat) {
        context.runOnContext(task -> {
            Room room = rooms.get(seat.fileId());
            if (room == null) {
                room = new Room(seat.fileId());
                rooms.put(seat.fileId(), room);
                room.enter(seat);
                load(room);
            } else {
                room.enter(seat);
            }
        });
    }

    /** From any context. */
    void leave(Seat seat) {
        context.runOnContext(task -> {
            Room room = rooms.get(seat.fileId());
            if (room != null && room.leave(seat)) {
                close(room);
            }
        });
    }

    /** Reads the story: of a file in work only after the bus subscription stands, so nothing falls between. */
    private void load(Room room) {
        if (room.gone || room.retryDue) {
            return;
        }
        Optional<FileId> id = FileId.parse(room.fileId);
        if (id.isEmpty()) {
            room.opened();
            return;
        }
        if (room.loading) {
            room.loadAgain = true;
            return;
        }
        room.loading = true;
        room.readingBegins();
        jobs.story(id.get())
                .compose(story -> story.isPresent() && !story.get().isClosed() && room.registration == null
                        ? listen(room, id.get()).compose(heard -> jobs.story(id.get()))
                        : Future.succeededFuture(story))
                .onSuccess(story -> loaded(room, story))
                .onFailure(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("fileId", room.fileId)
                            .setCause(trouble)
                            .log("could not read a story");
                    room.loading = false;
                    room.heardAt = System.nanoTime();
                    loadLater(room);
                });
    }

    /** Once for all who ask meanwhile. What was heard is dropped: the store has whatever of it must not be lost. */
    private void loadLater(Room room) {
        room.retryDue = true;
        room.dropKept();
        long unused = vertx.setTimer(TRY_AGAIN_MS, again -> {
            room.retryDue = false;
            load(room);
        });
    }

    private Future<Void> listen(Room room, FileId id) {
        return topics.onEvents(id, heard -> heard(room, heard)).compose(registration -> {
            room.registration = registration;
            return room.gone ? registration.close() : Future.succeededFuture();
        });
    }

    private void loaded(Room room, Optional<Story> story) {
        room.loading = false;
        room.heardAt = System.nanoTime();
        if (room.gone) {
            return;
        }
        story.ifPresent(found -> room.tell(room.replay.load(found)));
        if (!room.isReady()) {
            room.opened();
        }
        // What was heard before the reading began the store has, or (a deleted job's row) will never have.
        room.keptBeforeReading().forEach(heard -> take(room, heard));
        room.keptWhileReading().forEach(heard -> heard(room, heard));
        if (story.isEmpty() && room.replay.isKnown() && !room.replay.isClosed() && !room.loading) {
            endDeleted(room);
        }
        if (room.loadAgain && !room.gone) {
            room.loadAgain = false;
            load(room);
        }
        closeIfOver(room);
    }

    /** A row goes only when its video is deleted; where the bus lost the event that says so, this stands for it. */
    private static void endDeleted(Room room) {
        Failure deleted = Failure.DELETED;
        var event = new JobEvent.Failed(
                new FileId(room.fileId), room.replay.nextEntry(), Instant.now(), 0, deleted, deleted.sentence());
        Announcement.of(event).forEach(announcement -> take(room, announcement));
    }

    private void heard(Room room, Announcement heard) {
        if (room.gone) {
            return;
        }
        room.heardAt = System.nanoTime();
        if (room.retryDue) {
            return;
        }
        if (room.loading) {
            room.keep(heard);
            return;
        }
        switch (room.replay.classify(heard)) {
            case NEW -> {
                take(room, heard);
                closeIfOver(room);
            }
            case GAP -> {
                room.keep(heard);
                load(room);
            }
            case STALE -> {
                // Said twice, or overtaken by what the store told: everybody has had it.
            }
        }
    }

    private static void take(Room room, Announcement heard) {
        if (room.replay.classify(heard) != Replay.Heard.STALE) {
            room.tell(room.replay.take(heard));
        }
    }

    /** A file was accepted that somebody waits for, or a job has ended early. */
    private void changed(FileId fileId) {
        Room room = rooms.get(fileId.value());
        if (room != null) {
            load(room);
        }
    }

    /** A finished story needs no room: whoever asks later is answered from the store. */
    private void closeIfOver(Room room) {
        if (!room.gone && room.replay.isClosed()) {
            close(room);
        }
    }

    private void close(Room room) {
        room.gone = true;
        rooms.remove(room.fileId);
        if (room.registration != null) {
            room.registration
                    .close()
                    .onFailure(trouble -> LOG.atDebug().setCause(trouble).log("could not leave the bus"));
        }
    }

    private void look() {
        long now = System.nanoTime();
        List.copyOf(rooms.values()).stream()
                .filter(room -> room.registration != null && !room.loading && now - room.heardAt > SILENCE_NANOS)
                .forEach(this::load);
        dismissWaiters(now);
    }

    private void dismissWaiters(long now) {
        List.copyOf(rooms.values()).stream()
                .filter(room -> room.isReady() && !room.replay.isKnown())
                .flatMap(room -> room.seats().stream())
                .filter(seat -> now - seat.takenAt() > waitNanos)
                .forEach(this::dismiss);
    }

    private void dismiss(Seat seat) {
        seat.context().runOnContext(task -> seat.dismiss("no such file was uploaded in time"));
        leave(seat);
    }
}
