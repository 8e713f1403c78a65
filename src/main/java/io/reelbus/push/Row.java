package io.reelbus.push;

import io.vertx.core.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats of one room whose sockets live on one event loop. Rooms send it one task per event, however many sockets
 * there are; the seats are touched on that loop alone.
 */
final class Row {
    private static final Logger LOG = LoggerFactory.getLogger(Row.class);

    private final Context context;
    private final Set<Seat> seats = new LinkedHashSet<>();
    /** How many seats there are or will be once the tasks under way are done; for the rooms' context alone. */
    private int count;

    Row(Context context) {
        this.context = context;
    }

    void open(Seat seat, boolean known, List<Telling> soFar) {
        count++;
        context.runOnContext(task -> {
            boolean unused = seats.add(seat);
            seat.open(known, soFar);
        });
    }

    /** True when nobody sits here any more. */
    boolean leave(Seat seat) {
        count--;
        context.runOnContext(task -> seats.remove(seat));
        return count == 0;
    }

    void tell(List<Telling> tellings) {
        context.runOnContext(task -> tellings.forEach(each -> seats.forEach(seat -> tell(seat, each))));
    }

    /** Whatever is wrong with one socket, the others hear. */
    private static void tell(Seat seat, Telling telling) {
        try {
            seat.tell(telling);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("fileId", seat.fileId()).setCause(e).log("could not tell a socket");
        }
    }
}
