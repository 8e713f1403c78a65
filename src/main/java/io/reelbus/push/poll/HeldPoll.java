package io.reelbus.push.poll;

import io.reelbus.bus.Announcement;
import io.reelbus.job.Failure;
import io.reelbus.push.Outlet;
import io.reelbus.push.Place;
import io.reelbus.push.Rooms;
import io.reelbus.push.Subscriber;
import io.reelbus.push.Telling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A poll whose answer is held until something is told, or its time is over. */
final class HeldPoll implements Outlet {
    private final Context context;
    private final Subscriber subscriber;
    private final Promise<List<Announcement>> heard = Promise.promise();
    private final List<Announcement> told = new ArrayList<>();
    private final boolean exists;

    private HeldPoll(RoutingContext request, boolean exists, Rooms rooms, Place place) {
        this.context = request.vertx().getOrCreateContext();
        this.exists = exists;
        this.subscriber = new Subscriber(rooms, place, this);
    }

    /**
     * Completes with what was told above {@code after}, and with nothing when the time is over; of a video that does
     * not exist, when it does. Never, where the client has left. Until then it is in the set and has its place.
     */
    static Future<List<Announcement>> hold(
            RoutingContext request,
            String fileId,
            long after,
            boolean exists,
            int seconds,
            Rooms rooms,
            Place place,
            Set<HeldPoll> open) {
        HeldPoll poll = new HeldPoll(request, exists, rooms, place);
        boolean added = open.add(poll);
        long timer = request.vertx().setTimer(TimeUnit.SECONDS.toMillis(seconds), due -> poll.finish());
        Runnable over = () -> {
            boolean cancelled = request.vertx().cancelTimer(timer);
            boolean removed = open.remove(poll);
            poll.subscriber.close();
            place.close();
        };
        request.response().closeHandler(gone -> over.run());
        poll.subscriber.subscribe(new JsonObject().put("fileId", fileId).put("after", after), answer -> {});
        return poll.heard.future().onComplete(done -> over.run());
    }

    /** Answers it with what there is. From any context. */
    Future<Void> release() {
        Promise<Void> released = Promise.promise();
        context.runOnContext(task -> {
            finish();
            released.complete();
        });
        return released.future();
    }

    private void finish() {
        boolean unused = heard.tryComplete(List.copyOf(told));
    }

    @Override
    public Context context() {
        return context;
    }

    /** What is told together is answered together. A place in the queue is news only to who did not know the video. */
    @Override
    public void tell(Telling telling) {
        if (telling.seq() > 0) {
            told.add(new Announcement(telling.event(), new JsonObject(telling.json())));
        }
        if (telling.seq() > 0 || !exists) {
            context.runOnContext(task -> finish());
        }
    }

    /** It has come to exist since it was looked for, or it was waited for in vain. */
    @Override
    public void reply(String event, JsonObject data) {
        if (!exists && !data.containsKey("known")) {
            context.runOnContext(task -> finish());
        }
    }

    @Override
    public void over(String fileId) {
        finish();
    }

    /** What it asks for is right, so it is too much. */
    @Override
    public void complain(String message, Object cause) {
        boolean unused = heard.tryFail(Failure.TOO_MANY_CONNECTIONS.because(message));
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable drained) {
        // It is never full.
    }

    @Override
    public void end(String reason) {
        finish();
    }
}
