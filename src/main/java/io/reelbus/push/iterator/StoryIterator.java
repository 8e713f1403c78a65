package io.reelbus.push.iterator;

import io.reelbus.http.Draining;
import io.reelbus.http.orpc.EventIterator;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.push.Outlet;
import io.reelbus.push.Place;
import io.reelbus.push.Rooms;
import io.reelbus.push.Subscriber;
import io.reelbus.push.Telling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** One story as a client iterates over it. */
final class StoryIterator implements Outlet {
    private final EventIterator iterator;
    private final Values values;
    private final Context context;
    private final Subscriber subscriber;

    private StoryIterator(EventIterator iterator, Values values, Rooms rooms, Place place) {
        this.iterator = iterator;
        this.values = values;
        this.context = Vertx.currentContext();
        this.subscriber = new Subscriber(rooms, place, this);
    }

    /** Tells what is above {@code after}; until it is over it is in the set and has its place. */
    static void serve(
            EventIterator iterator,
            Values values,
            FileId fileId,
            long after,
            Rooms rooms,
            Place place,
            Set<StoryIterator> open) {
        StoryIterator story = new StoryIterator(iterator, values, rooms, place);
        boolean added = open.add(story);
        story.subscriber.subscribe(
                new JsonObject().put("fileId", fileId.value()).put("after", after), answer -> {});
        iterator.onClose(() -> {
            boolean removed = open.remove(story);
            story.subscriber.close();
            place.close();
        });
    }

    /** Ends it so that its client comes back, here or to another node. From any context. */
    Future<Void> goAway() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(task -> {
            // An end without an error would be taken for the end of the story.
            iterator.fail(Draining.refusal());
            ended.complete();
        });
        return ended.future();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void tell(Telling telling) {
        values.tell(iterator, telling);
    }

    @Override
    public void reply(String event, JsonObject data) {
        if (event.equals("subscribed")) {
            values.subscribed(iterator, data);
        } else {
            iterator.fail(Failure.NOT_FOUND.because(String.valueOf(data.getString("reason"))));
        }
    }

    @Override
    public void over(String fileId) {
        iterator.done();
    }

    /** What it asks for is right, so it is too much. */
    @Override
    public void complain(String message, Object cause) {
        iterator.fail(Failure.TOO_MANY_CONNECTIONS.because(message));
    }

    @Override
    public boolean isFull() {
        return iterator.isFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        iterator.onDrain(drained);
    }

    @Override
    public void end(String reason) {
        iterator.cut();
    }
}
