package io.reelbus.push;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats of one room whose sockets live on one event loop. Rooms send it one task for all events that come while the event
 * loop is busy, and each socket is told them together, so that they leave in one write. Touched on that loop alone.
 */
final class Row {
    private static final Logger LOG = LoggerFactory.getLogger(Row.class);

    private final Context context;
    private final List<Seat> seats = new ArrayList<>();
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
        context.runOnContext(task -> {
            seat.number = seats.size();
            seats.add(seat);
            seat.open(known, soFar);
        });
    }

    /** True when nobody sits here any more. */
    boolean leave(Seat seat) {
        count--;
        open = null;
        context.runOnContext(task -> remove(seat));
        return count == 0;
    }

    /** The last one moves to its place. */
    private void remove(Seat seat) {
        Seat last = seats.remove(seats.size() - 1);
        if (last != seat) {
            last.number = seat.number;
            seats.set(seat.number, last);
        }
    }

    void tell(List<Telling> tellings) {
        if (open == null || !open.add(tellings)) {
            open = new Batch(tellings);
            context.runOnContext(open);
        }
    }

    /** What is told in one task. */
    private final class Batch implements Handler<Void> {
        private final List<Telling> tellings;
        private boolean begun;

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
            begin();
            // By number: telling one may make it leave, which removes it in a task of its own.
            for (int i = 0; i < seats.size(); i++) {
                tell(seats.get(i), tellings);
            }
            // The row keeps its last batch.
            tellings.clear();
        }
    }

    private static void tell(Seat seat, List<Telling> tellings) {
        for (int i = 0; i < tellings.size(); i++) {
            guard(seat, tellings.get(i));
        }
    }

    /** Whatever is wrong with one socket, the others hear. */
    private static void guard(Seat seat, Telling telling) {
        try {
            seat.tell(telling);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("fileId", seat.fileId()).setCause(e).log("could not tell a socket");
        }
    }
}
