package io.reelbus.store;

import io.vertx.core.Future;
import java.util.Optional;

/** One kind of what is kept for a time: a round of retention removes what is due of it, batch by batch. */
public interface RetentionStep {
    /** Its name in logs. */
    String name();

    /**
     * Removes a batch, from this place on; completes with the place where the next batch begins, or with nothing when
     * there is none. What cannot be removed now is passed over and due again in the next round. Several nodes may do
     * the same at once.
     */
    Future<Optional<Cursor>> batch(Optional<Cursor> after);
}
