package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics.Registration;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The room of one file: its story as far as it is known here, and who watches it. On the rooms' context alone. */
final class Room {
    final String fileId;
    final Replay replay = new Replay();

    /** Whether the store is being read; what the bus brings meanwhile is kept. */
    boolean loading;

    /** Whether the store must be read once more after the reading under way. */
    boolean loadAgain;

    /** Whether reading the store has failed and will be tried again at the next beat. */
    boolean retryDue;

    boolean gone;

    /** Whether a subscription to the bus is on its way. */
    boolean registering;

    @Nullable
    Registration registration;

    private final Set<Seat> seats = new LinkedHashSet<>();
    private final List<Seat> waitingToOpen = new ArrayList<>();
    private final List<Announcement> heardWhileLoading = new ArrayList<>();
    private final Map<Context, Row> rows = new HashMap<>();
    private int keptBefore;
    private boolean ready;

    /** Where its job stood in the queue when that was last told; 0: it was not. */
    private int place;

    Room(String fileId) {
        this.fileId = fileId;
    }

    /** True where the story must be read first: the socket, which was elsewhere before, knows more than we do. */
    boolean enter(Seat seat) {
        boolean unused = seats.add(seat);
        if (ready && !isAhead(seat)) {
            open(seat);
        } else {
            waitingToOpen.add(seat);
        }
        return isAhead(seat);
    }

    private boolean isAhead(Seat seat) {
        return seat.knowsFile() && !replay.isKnown();
    }

    /**
     * What is known is now enough to tell it: everybody who waited hears the story so far. Where it is to be read once
     * more, who knows a file that we do not waits for that: else we would take for deleted what we have not heard of.
     */
    void opened(boolean readAgain) {
        ready = true;
        List<Seat> due = waitingToOpen.stream()
                .filter(seat -> !(readAgain && isAhead(seat)))
                .toList();
        waitingToOpen.removeAll(due);
        due.forEach(this::open);
    }

    /** Who has been told nothing yet. */
    List<Seat> waiting() {
        return List.copyOf(waitingToOpen);
    }

    /** Whether it listens on the bus, or is about to. */
    boolean isRegistered() {
        return registration != null || registering;
    }

    boolean isReady() {
        return ready;
    }

    private void open(Seat seat) {
        List<Telling> soFar = place > 0 && replay.isWaiting() ? List.of(placeTelling()) : replay.after(0);
        rows.computeIfAbsent(seat.context(), Row::new).open(seat, replay.isKnown(), soFar);
    }

    /** Tells the job's place in the queue, counted from 1 (0: it has none), if that is news and it still waits. */
    void tellPlace(int now) {
        if (now > 0 && now != place && !gone && replay.isWaiting()) {
            place = now;
            tell(List.of(placeTelling()));
        }
    }

    private Telling placeTelling() {
        return new Telling(Announcement.ofPlace(fileId, place, Instant.now()));
    }

    /** True when the room is empty. */
    boolean leave(Seat seat) {
        if (seats.remove(seat) && !waitingToOpen.remove(seat)) {
            Row row = rows.get(seat.context());
            if (row != null && row.leave(seat)) {
                rows.remove(seat.context());
            }
        }
        return seats.isEmpty();
    }

    void tell(List<Telling> tellings) {
        if (!tellings.isEmpty()) {
            rows.values().forEach(row -> row.tell(tellings));
        }
    }

    void keep(Announcement heard) {
        heardWhileLoading.add(heard);
    }

    void dropKept() {
        heardWhileLoading.clear();
        keptBefore = 0;
    }

    /** The store is about to be read: it has whatever was kept until now. */
    void readingBegins() {
        keptBefore = heardWhileLoading.size();
    }

    /** Takes out what was kept before the reading began; afterwards the rest can be taken out. */
    List<Announcement> keptBeforeReading() {
        return takeOut(keptBefore);
    }

    List<Announcement> keptWhileReading() {
        return takeOut(heardWhileLoading.size());
    }

    private List<Announcement> takeOut(int count) {
        List<Announcement> first = heardWhileLoading.subList(0, count);
        List<Announcement> taken = List.copyOf(first);
        first.clear();
        keptBefore = 0;
        return taken;
    }

    Watched look() {
        String state = replay.isKnown() ? "processing" : "unknown";
        return new Watched(fileId, seats.size(), replay.last(), replay.isWaiting() ? "queued" : state);
    }

    /** How many tasks it takes to tell everybody one event. */
    int rows() {
        return rows.size();
    }

    List<Seat> seats() {
        return List.copyOf(seats);
    }
}
