package io.reelbus.push;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats of one room whose sockets live on one event loop. Rooms send it one task for all events that come while the event
 * loop is busy, and each socket is told them together, so that they leave in one write. Where that is much, the loop does other
 * things in between. Touched on that loop alone.
 */
final class Row {
    /** After so many deliveries, some milliseconds of work, the loop does what else waits for it: sends, reads, timers. */
    static final int AT_ONCE = 2_048;

    private static final Logger LOG = LoggerFactory.getLogger(Row.class);

    /** Something to do in turn. */
    private interface Turn {
        /** Does it, or a part of it; true when it is done. */
        boolean take();
    }

    private final Context context;
    private final List<Seat> seats = new ArrayList<>();
    /** What is to be done, in the order in which it came; the first may be done in part. */
    private final Queue<Turn> turns = new ArrayDeque<>();
    /** Whether a task will go on with the turns. */
    private boolean goesOn;
    /** How many deliveries are left to the task that runs now. */
    private int left;
    /** How many seats there are or will be once the tasks under way are done; for the rooms' context alone. */
    private int count;

    /** What is told next, if nobody has come or gone since it was begun; for the rooms' context alone. */
    private @Nullable Batch open;

    Row(Context context) {
        this.context = context;
    }

    void open(Seat seat, boolean known, List<Telling> soFar) {
        count++;
        open = null;
        context.runOnContext(task -> take(() -> {
            seat.number = seats.size();
            seats.add(seat);
            greet(seat, known, soFar);
            left -= 1 + soFar.size();
            return true;
        }));
    }

    /** True when nobody sits here any more. */
    boolean leave(Seat seat) {
        count--;
        open = null;
        context.runOnContext(task -> take(() -> remove(seat)));
        return count == 0;
    }

    private void take(Turn turn) {
        turns.add(turn);
        if (!goesOn) {
            goOn();
        }
    }

    private void goOn() {
        goesOn = false;
        left = AT_ONCE;
        try {
            while (left > 0 && !turns.isEmpty()) {
                takeFirst();
            }
        } finally {
            if (!turns.isEmpty()) {
                goOnLater();
                goesOn = true;
            }
        }
    }

    /** One that throws is over: taken again it would throw again. */
    private void takeFirst() {
        boolean over = true;
        try {
            over = turns.element().take();
        } finally {
            if (over) {
                var first = turns.remove();
            }
        }
    }

    /** By a timer: tasks that bring tasks keep a loop of Netty's from all else. */
    private void goOnLater() {
        ContextInternal internal = (ContextInternal) context;
        var unused =
                internal.nettyEventLoop().schedule(() -> internal.dispatch(task -> goOn()), 0, TimeUnit.NANOSECONDS);
    }

    /** The last one moves to its place. */
    private boolean remove(Seat seat) {
        Seat last = seats.remove(seats.size() - 1);
        if (last != seat) {
            last.number = seat.number;
            seats.set(seat.number, last);
        }
        return true;
    }

    void tell(List<Telling> tellings) {
        if (open == null || !open.add(tellings)) {
            open = new Batch(tellings);
            context.runOnContext(open);
        }
    }

    /** What each seat is told together. */
    private final class Batch implements Handler<Void>, Turn {
        private final List<Telling> tellings;
        private boolean begun;
        private int next;

        Batch(List<Telling> first) {
            tellings = new ArrayList<>(first);
        }

        /** False where it is being told already. */
        synchronized boolean add(List<Telling> more) {
            return !begun && tellings.addAll(more);
        }

        private synchronized void begin() {
            begun = true;
        }

        @Override
        public void handle(Void task) {
            Row.this.take(this);
        }

        @Override
        public boolean take() {
            begin();
            // By number: telling one may make it leave, which removes it in a turn of its own.
            while (next < seats.size() && left > 0) {
                tell(seats.get(next++), tellings);
                left -= tellings.size();
            }
            boolean done = next >= seats.size();
            if (done) {
                // The row keeps its last batch.
                tellings.clear();
            }
            return done;
        }
    }

    // Whatever is wrong with one socket, the others hear.

    private static void greet(Seat seat, boolean known, List<Telling> soFar) {
        try {
            seat.open(known, soFar);
        } catch (RuntimeException | Error e) {
            fail(seat, e);
        }
    }

    private static void tell(Seat seat, List<Telling> tellings) {
        try {
            for (int i = 0; i < tellings.size(); i++) {
                seat.tell(tellings.get(i));
            }
        } catch (RuntimeException | Error e) {
            fail(seat, e);
        }
    }

    private static void fail(Seat seat, Throwable trouble) {
        try {
            seat.fail(trouble);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("fileId", seat.fileId()).setCause(e).log("could not end a socket");
        }
    }
}
