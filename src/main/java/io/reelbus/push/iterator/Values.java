package io.reelbus.push.iterator;

import io.reelbus.http.orpc.EventIterator;
import io.reelbus.push.Telling;
import io.vertx.core.json.JsonObject;

/** What a story is to whoever iterates over it: the value of each event, and how its end ends the iterator. */
interface Values {
    /** The story is watched; {@code answer} is what every subscriber is told. */
    void subscribed(EventIterator iterator, JsonObject answer);

    void tell(EventIterator iterator, Telling telling);
}
