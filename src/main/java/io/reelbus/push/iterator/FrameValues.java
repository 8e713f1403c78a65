package io.reelbus.push.iterator;

import io.reelbus.http.orpc.EventIterator;
import io.reelbus.http.orpc.Wire;
import io.reelbus.push.Telling;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Each value is {@code {event, data}}, as a frame of the raw WebSocket is; the last is the end, whichever it is. */
final class FrameValues implements Values {
    private static final Function<Telling, Buffer> FORM =
            telling -> message(telling.seq() == 0 ? null : telling.seq(), telling.event(), telling.json());

    private static Buffer message(@Nullable Long id, String event, String data) {
        return Wire.RPC.message(id, "{\"event\":\"" + event + "\",\"data\":" + data + "}");
    }

    @Override
    public void subscribed(EventIterator iterator, JsonObject answer) {
        iterator.send(message(null, "subscribed", answer.encode()));
    }

    @Override
    public void tell(EventIterator iterator, Telling telling) {
        iterator.send(telling.as(FORM));
        if (telling.isTerminal()) {
            iterator.done();
        }
    }
}
