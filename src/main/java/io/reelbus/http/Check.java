package io.reelbus.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * One thing that a node needs in order to be well.
 *
 * @param name what is looked at, in one word
 * @param trouble what is wrong when it is not well: a sentence for whoever asks, so without paths, addresses and names
 * @param look looks now: succeeds with what is worth saying of it, perhaps nothing; fails when it is not well
 */
public record Check(String name, String trouble, Supplier<Future<JsonObject>> look) {
    /** A check that has nothing to say while all is well. */
    public static Check of(String name, String trouble, Supplier<Future<Void>> look) {
        return new Check(name, trouble, () -> look.get().map(well -> new JsonObject()));
    }
}
