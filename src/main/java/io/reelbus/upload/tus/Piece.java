package io.reelbus.upload.tus;

import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What comes with one request, to be written behind what is there.
 *
 * @param length in bytes; empty where only its end will tell
 * @param pour writes it to a sink, which it does not end; fails where not all of it came
 */
record Piece(OptionalLong length, Function<HeldSink, Future<Void>> pour) {
    static final Piece NOTHING = new Piece(OptionalLong.of(0), sink -> Future.succeededFuture());
}
