package io.reelbus.push.sockjs;

import io.reelbus.job.FileId;
import io.reelbus.push.Outlet;
import io.reelbus.push.Place;
import io.reelbus.push.Rooms;
import io.reelbus.push.Subscriber;
import io.reelbus.push.Telling;
import io.reelbus.push.sockjs.BridgeRequest.AskStory;
import io.reelbus.push.sockjs.BridgeRequest.Refused;
import io.reelbus.push.sockjs.BridgeRequest.Register;
import io.reelbus.push.sockjs.BridgeRequest.Unregister;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event bus bridge to one client: who registers {@code processing.<fileId>} subscribes to that file, and a request
 * to {@code reelbus.story} is answered with the story so far. Nothing else of the bus can be reached. Its state and
 * delivery are those of every other transport, see {@link Subscriber}.
 */
final class BridgeDialogue implements Dialogue, Outlet {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /** How many stories one client may ask for at once. */
    private static final int MOST_STORIES = 100;

    private final Line line;
    private final Rooms rooms;
    private final Subscriber subscriber;
    private final Set<String> registered = new HashSet<>();
    private int stories;

    BridgeDialogue(Line line, Rooms rooms, Place place) {
        this.line = line;
        this.rooms = rooms;
        this.subscriber = new Subscriber(rooms, place, this);
    }

    @Override
    public void heard(String text) {
        try {
            if (subscriber.mayAsk()) {
                answer(BridgeRequest.parse(text));
            }
        } catch (RuntimeException | Error e) {
            subscriber.failed(e);
        }
    }

    private void answer(BridgeRequest request) {
        if (request instanceof Register register) {
            register(register);
        } else if (request instanceof Unregister unregister) {
            unregister(unregister.fileId().value());
        } else if (request instanceof AskStory ask) {
            ask.replyAddress().ifPresent(address -> tellStory(ask.body(), address));
        } else if (request instanceof Refused refused) {
            line.send(BridgeAnswer.error(refused.error()));
        }
    }

    @Override
    public void ended() {
        subscriber.close();
    }

    private void register(Register register) {
        String fileId = register.fileId().value();
        Object after = register.after() == null ? Long.valueOf(0) : number(register.after());
        if (!isPosition(after)) {
            fail(BridgeRequest.EVENTS + fileId, "after must be a whole number of 0 or more", BAD_REQUEST);
            return;
        }
        if (!registered.add(fileId)) {
            line.send(BridgeAnswer.error("address_already_registered"));
            return;
        }
        subscriber.subscribe(new JsonObject().put("fileId", fileId).put("after", after), acknowledged -> {});
    }

    private static boolean isPosition(Object after) {
        return (after instanceof Integer || after instanceof Long) && ((Number) after).longValue() >= 0;
    }

    /** It makes room for another, and may be registered again. */
    @Override
    public void forgotten(String fileId) {
        boolean unused = registered.remove(fileId);
    }

    private void unregister(String fileId) {
        if (registered.remove(fileId)) {
            subscriber.unsubscribe(new JsonObject().put("fileId", fileId), acknowledged -> {});
        }
    }

    private void tellStory(@Nullable Object body, String address) {
        Object fileId = body instanceof JsonObject json ? json.getValue("fileId") : null;
        Object after = body instanceof JsonObject json ? json.getValue("after", 0) : null;
        if (!(fileId instanceof String name)) {
            fail(address, "fileId must be a string", BAD_REQUEST);
        } else if (!(after instanceof Number from) || from.doubleValue() < 0) {
            fail(address, "after must be a whole number of 0 or more", BAD_REQUEST);
        } else if (stories >= MOST_STORIES) {
            fail(address, "one connection may ask for " + MOST_STORIES + " stories at once", TOO_MANY);
        } else {
            stories++;
            FileId.parse(name)
                    .map(rooms::soFar)
                    .orElse(Future.succeededFuture(Optional.empty()))
                    .onComplete(
                            soFar -> told(() -> BridgeAnswer.story(address, name, soFar, from.longValue())),
                            trouble -> told(() -> failure(address, "the story cannot be read now", UNAVAILABLE)));
        }
    }

    private void told(Supplier<String> answer) {
        line.context().runOnContext(task -> {
            stories--;
            try {
                line.send(answer.get());
            } catch (RuntimeException | Error e) {
                subscriber.failed(e);
            }
        });
    }

    private void fail(String address, String message, int code) {
        line.send(failure(address, message, code));
    }

    private static String failure(String address, String message, int code) {
        return BridgeAnswer.failure(address, "rejected", code, message);
    }

    /** Headers may be numbers or their texts. */
    private static Object number(Object header) {
        return header instanceof String text && text.matches("\\d{1,18}") ? Long.valueOf(text) : header;
    }

    @Override
    public void tell(Telling telling) {
        line.send(telling.as(BridgeAnswer.EVENT));
    }

    /** Whoever has unregistered does not listen any more. */
    @Override
    public void reply(String event, JsonObject data) {
        String fileId = data.getString("fileId");
        if (registered.contains(fileId)) {
            line.send(BridgeAnswer.message(
                    BridgeRequest.EVENTS + fileId,
                    new JsonObject().put("event", event).put("data", data).encode()));
            if (event.equals("unsubscribed")) {
                boolean unused = registered.remove(fileId);
            }
        }
    }

    /** Only a registration can be wrong in a way that delivery complains of: it has not come about. */
    @Override
    public void complain(String message, Object cause) {
        Object asked = cause instanceof JsonObject json ? json.getValue("data") : null;
        if (asked instanceof JsonObject wanted && wanted.getValue("fileId") instanceof String fileId) {
            boolean unused = registered.remove(fileId);
            line.send(BridgeAnswer.failure(BridgeRequest.EVENTS + fileId, "rejected", TOO_MANY, message));
        } else {
            line.send(BridgeAnswer.error(message));
        }
    }

    @Override
    public Context context() {
        return line.context();
    }

    @Override
    public boolean isFull() {
        return line.isFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        line.onDrain(drained);
    }

    @Override
    public void end(String reason) {
        line.close(reason);
    }
}
