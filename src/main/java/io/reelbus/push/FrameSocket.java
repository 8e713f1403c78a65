package io.reelbus.push;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A socket on which client and server tell each other texts {@code {"event": ..., "data": ...}}, whatever carries
 * these. Used on its context alone.
 */
public abstract class FrameSocket implements Outlet {
    private static final Function<Telling, String> FRAME = telling -> frame(telling.event(), telling.json());

    private static final int MAX_ECHO = 100;

    private final Rooms rooms;
    private final Subscriber subscriber;

    /** The place is closed by whoever entered. */
    protected FrameSocket(Rooms rooms, Place place) {
        this.rooms = rooms;
        this.subscriber = new Subscriber(rooms, place, this);
    }

    /** The text that tells an event; {@code data} is JSON. */
    public static String frame(String event, String data) {
        return "{\"event\":\"" + event + "\",\"data\":" + data + "}";
    }

    /** Sends one text. */
    protected abstract void send(String text);

    /** Whether a text has more bytes than a client may send at once; the connection of one that has is to end. */
    protected final boolean isTooBig(String text) {
        int most = rooms.config().maxPayloadBytes();
        return text.length() > most / 3 && text.getBytes(StandardCharsets.UTF_8).length > most;
    }

    /** Counts a message that was too big; returns what to tell the client. */
    protected final String tooBig() {
        rooms.meters().refused(Limit.PAYLOAD);
        return "a message may have " + rooms.config().maxPayloadBytes() + " bytes";
    }

    /** Does what one text of the client asks for, unless there are too many. */
    protected final void received(String text) {
        try {
            if (subscriber.mayAsk()) {
                handle(text);
            }
        } catch (RuntimeException | Error e) {
            subscriber.failed(e);
        }
    }

    private void handle(String text) {
        try {
            if (!(Json.decodeValue(text) instanceof JsonObject frame)) {
                complainOfFrame(text);
                return;
            }
            Object event = frame.getValue("event");
            if (Subscriber.SUBSCRIBE.equals(event)) {
                subscriber.subscribe(frame.getValue("data"), acknowledged -> {});
            } else if (Subscriber.UNSUBSCRIBE.equals(event)) {
                subscriber.unsubscribe(frame.getValue("data"), acknowledged -> {});
            } else {
                complain(
                        "unknown event; known are subscribe:file and unsubscribe:file",
                        beginning(String.valueOf(event)));
            }
        } catch (DecodeException e) {
            complainOfFrame(text);
        }
    }

    /** The connection has ended. */
    protected final void gone() {
        subscriber.close();
    }

    private void complainOfFrame(String text) {
        complain(
                "a frame must be a JSON object such as {\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"...\"}}",
                beginning(text));
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), MAX_ECHO));
    }

    @Override
    public final void tell(Telling telling) {
        send(telling.as(FRAME));
    }

    @Override
    public final void reply(String event, JsonObject data) {
        send(new JsonObject().put("event", event).put("data", data).encode());
    }

    @Override
    public final void complain(String message, Object cause) {
        reply("error", new JsonObject().put("message", message).put("cause", cause));
    }
}
