package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.bus.Topics.Registration;
import io.reelbus.job.FileId;
import io.reelbus.job.Story;
import io.reelbus.store.JobStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
    /** How often what is known here is compared with the store. */
    private static final long BEAT_MS = 2_000;

    /** How long the answer to a subscribe waits for the bus; where its registry is stuck, the store alone answers. */
    private static final long PATIENCE_MS = 500;

    /** How long the answer to a question for a story waits for a store that is out of reach. */
    private static final long STORY_SECONDS = 30;

    private final Vertx vertx;
    private final Context context;
    private final JobStore jobs;
    private final Stories stories;
    private final Topics topics;
    private final Beat beat;
    private final PushMeters meters;
    private final PushConfig config;
    private final SlowReaders slowReaders = new SlowReaders();
    private final Map<String, Room> rooms = new HashMap<>();
    /** For what was published while a registration was under way, and has gone past it. */
    private final SecondLook<Room> secondLook;

    private final UploadWatch uploads;
    private final Waits waits;

    private boolean beating;

    private Rooms(Vertx vertx, JobStore jobs, Topics topics, PushConfig config, PushMeters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.jobs = jobs;
        this.stories = new Stories(jobs);
        this.topics = topics;
        this.uploads = new UploadWatch(topics);
        this.waits = new Waits(jobs, config.waitSeconds(), this::dismiss);
        this.meters = meters;
        this.beat = new Beat(jobs, this::behind);
        this.secondLook = new SecondLook<>(
                (millis, task) -> {
                    long unused = vertx.setTimer(millis, due -> task.run());
                },
                registered -> beat.check(registered).onFailure(Rooms::outOfReach));
        this.config = config;
        meters.slowReaders(slowReaders::size);
    }

    /** Opens the rooms of this node on the caller's context; complete once it hears of new and ended jobs. */
    static Future<Rooms> open(Vertx vertx, JobStore jobs, Topics topics, PushConfig config, PushMeters meters) {
        return open(vertx, jobs, topics, config, meters, BEAT_MS);
    }

    /** As {@link #open}, with its look at the store so often. */
    static Future<Rooms> open(
            Vertx vertx, JobStore jobs, Topics topics, PushConfig config, PushMeters meters, long beatMs) {
        Rooms rooms = new Rooms(vertx, jobs, topics, config, meters);
        long unused = vertx.setPeriodic(beatMs, tick -> rooms.beat());
        return topics.onChanged((fileId, state) -> rooms.changed(fileId))
                .ready()
                .map(rooms);
    }

    /** How many files are watched on this node and not finished. */
    public Future<Integer> size() {
        return Future.future(size -> context.runOnContext(task -> size.complete(rooms.size())));
    }

    /** Every file that is watched on this node and not finished, as it stands now. */
    public Future<List<Watched>> watched() {
        return Future.future(watched -> context.runOnContext(
                task -> watched.complete(rooms.values().stream().map(Room::look).toList())));
    }

    /** The meters of all that is told by way of these rooms. */
    public PushMeters meters() {
        return meters;
    }

    PushConfig config() {
        return config;
    }

    SlowReaders slowReaders() {
        return slowReaders;
    }

    /** From any context. The seat is opened on its own. */
    void enter(Seat seat) {
        context.runOnContext(task -> seat(seat));
    }

    private void seat(Seat seat) {
        Room room = rooms.get(seat.fileId());
        if (room == null) {
            room = new Room(seat.fileId());
            rooms.put(seat.fileId(), room);
            meters.roomOpened();
            boolean unused = room.enter(seat);
            load(room);
        } else if (room.enter(seat)) {
            load(room);
        }
        if (seat.wantsUpload()) {
            uploads.listen(room);
        }
    }

    /** Its socket has asked for it only now. From any context. */
    void listenToUpload(Seat seat) {
        context.runOnContext(task -> {
            Room room = rooms.get(seat.fileId());
            if (room != null) {
                uploads.listen(room);
            }
        });
    }

    /** What has been told of a file so far; empty where there is no such file. From any context. */
    public Future<Optional<List<Telling>>> soFar(FileId id) {
        Inquiry inquiry = new Inquiry();
        Seat seat = new Seat(id.value(), 0, context, inquiry);
        return join(seat)
                .compose(joined -> joined
                        ? inquiry.answer()
                                .timeout(STORY_SECONDS, TimeUnit.SECONDS)
                                .onComplete(answered -> leave(seat))
                        : jobs.story(id).map(stored -> stored.map(story -> new Replay().load(story))));
    }

    /** Enters where somebody watches already; false where nobody does. */
    private Future<Boolean> join(Seat seat) {
        Promise<Boolean> joined = Promise.promise();
        context.runOnContext(task -> {
            Room room = rooms.get(seat.fileId());
            if (room != null && room.enter(seat)) {
                load(room);
            }
            joined.complete(room != null);
        });
        return joined.future();
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

    /**
     * Reads the story, and listens on the bus for what follows where it goes on. What falls between the two is found
     * a moment after the registration, which has to look then in any case: see {@link SecondLook}.
     */
    private void load(Room room) {
        if (room.gone || room.retryDue) {
            return;
        }
        Optional<FileId> id = FileId.parse(room.fileId);
        if (id.isEmpty()) {
            room.opened(false);
            return;
        }
        if (room.loading) {
            room.loadAgain = true;
            return;
        }
        room.loading = true;
        room.readingBegins();
        meters.storyRead();
        stories.read(id.get())
                .compose(story -> story.isPresent() && !story.get().isClosed() && !room.isRegistered()
                        ? register(room, id.get())
                                .compose(stands -> stands ? Future.succeededFuture(story) : stories.read(id.get()))
                        : Future.succeededFuture(story))
                .onSuccess(story -> loaded(room, story))
                .onFailure(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("fileId", room.fileId)
                            .setCause(trouble)
                            .log("could not read a story");
                    // What was heard is dropped: the store has whatever of it must not be lost.
                    room.loading = false;
                    room.retryDue = true;
                    room.dropKept();
                });
    }

    /** Listens on the bus: true when that stands, false where it has failed or takes too long to be waited for. */
    private Future<Boolean> register(Room room, FileId id) {
        room.registering = true;
        Future<Registration> registered = topics.onEvents(id, heard -> heard(room, heard));
        registered
                .onFailure(trouble -> LOG.atWarn()
                        .addKeyValue("fileId", room.fileId)
                        .setCause(trouble)
                        .log("could not listen on the bus"))
                .onSuccess(registration -> registered(room, registration))
                .onComplete(done -> room.registering = false);
        return registered.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS).map(true).otherwise(false);
    }

    private void registered(Room room, Registration registration) {
        room.registration = registration;
        if (room.gone) {
            leaveBus(registration);
            return;
        }
        secondLook.registered(room);
    }

    private void loaded(Room room, Optional<Story> story) {
        room.loading = false;
        if (room.gone) {
            return;
        }
        if (story.filter(room.replay::isFormerOf).isPresent()) {
            succeeded(room);
            return;
        }
        story.ifPresent(found -> {
            uploads.stop(room);
            room.tell(room.replay.load(found));
        });
        room.opened(room.loadAgain);
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
        Deletion.at(new FileId(room.fileId), room.replay.nextEntry()).forEach(announcement -> take(room, announcement));
    }

    /**
     * Its video was deleted and another has come under its id before that was seen here. For who has been told of the
     * former that ends; who has been told nothing yet is told of the other alone.
     */
    private void succeeded(Room room) {
        List<Seat> waiting = room.waiting();
        endDeleted(room);
        close(room);
        waiting.forEach(this::seat);
    }

    private void heard(Room room, Announcement heard) {
        if (room.gone) {
            return;
        }
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
        uploads.stop(room);
        meters.roomClosed();
        if (room.registration != null) {
            leaveBus(room.registration);
        }
    }

    private static void leaveBus(Registration registration) {
        registration
                .close()
                .onFailure(trouble -> LOG.atDebug().setCause(trouble).log("could not leave the bus"));
    }

    /**
     * Finds in one query what the bus has lost, whatever the reason: a dead node, a healed partition, a process that
     * was stopped. A store that is out of reach is asked again at the next beat.
     */
    private void beat() {
        waits.look(rooms.values()).onFailure(Rooms::outOfReach);
        slowReaders.look();
        if (beating) {
            return;
        }
        beating = true;
        List<Room> all = List.copyOf(rooms.values());
        beat.check(all)
                .compose(checked -> beat.tellPlaces(all))
                .onFailure(Rooms::outOfReach)
                .onComplete(done -> beating = false);
    }

    private static void outOfReach(Throwable trouble) {
        LOG.atWarn().setCause(trouble).log("could not compare the rooms with the store");
    }

    /** The store knows more of it than we do, or it must be listened to again. */
    private void behind(Room room) {
        room.retryDue = false;
        load(room);
    }

    private void dismiss(Seat seat) {
        seat.context().runOnContext(task -> seat.dismiss("no such file was uploaded in time"));
        leave(seat);
    }
}
