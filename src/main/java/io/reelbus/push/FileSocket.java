package io.reelbus.push;

import io.reelbus.push.socketio.Frame;
import io.reelbus.push.socketio.Socket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Socket.IO client as delivery sees it. Its events end in its offset, for the client to present when it comes back:
 * those who watch one file share the whole event, others get their own end to it.
 */
final class FileSocket implements Outlet {
    /** A progress carries no offset where it would have to name more files: it is small, and lost without harm. */
    private static final int MOST_FILES_WITH_PROGRESS = 50;

    private static final Function<Telling, Frame> BARE = FileSocket::frame;
    private static final Function<Telling, Frame> ALONE =
            telling -> frame(telling).withOffset(Offset.alone(telling));

    /** Stands for an offset that its client could not send back: it reads as none, so the client will be a new one. */
    private static final String TOO_LONG = "0";

    private final Socket socket;
    private final int maxOffset;
    private final Subscriber subscriber;
    /** What is due when the client was taken back; until then all that it missed is kept together. */
    private @Nullable Runnable afterResume;

    private boolean resuming;

    FileSocket(Socket socket, Rooms rooms, Place place) {
        this.socket = socket;
        this.maxOffset = place.maxOffset();
        this.subscriber = new Subscriber(rooms, place, this);
    }

    private static Frame frame(Telling telling) {
        return Frame.event(FileProcessing.NAMESPACE, telling.event(), telling.json());
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /**
     * Goes on where the client stood. All that it missed is sent in one go, and with it what the caller sends then: a
     * client keeps events that come before it is told that it is connected, even over its next cut, and tells them twice.
     */
    Future<Boolean> resume(Offset offset) {
        Promise<Boolean> resumed = Promise.promise();
        resuming = true;
        boolean allowed = subscriber.resume(offset, () -> {
            resuming = false;
            if (afterResume != null) {
                afterResume.run();
            }
            resumed.complete(true);
        });
        return allowed ? resumed.future() : Future.succeededFuture(false);
    }

    @Override
    public Context context() {
        return socket.context();
    }

    @Override
    public void tell(Telling telling) {
        if (subscriber.watchesOnly(telling.fileId())) {
            socket.emitEncoded(telling.as(ALONE));
        } else if (telling.isConflatable() && subscriber.offset().entries().size() > MOST_FILES_WITH_PROGRESS) {
            socket.emitEncoded(telling.as(BARE));
        } else {
            socket.emitEncoded(telling.as(BARE).withOffset(offset()));
        }
    }

    @Override
    public void reply(String event, JsonObject data) {
        socket.emit(event, data, offset());
    }

    private String offset() {
        String offset = subscriber.offset().text();
        return offset.length() <= maxOffset ? offset : TOO_LONG;
    }

    /** As the original's framework answers a handler's exception. It ends in no string, so it is nobody's offset. */
    @Override
    public void complain(String message, Object cause) {
        socket.emit(
                "exception",
                new JsonObject().put("status", "error").put("message", message).put("cause", cause));
    }

    @Override
    public boolean isFull() {
        return resuming || socket.writeQueueFull();
    }

    @Override
    public boolean isHeld() {
        return resuming;
    }

    @Override
    public void onDrain(Runnable drained) {
        if (resuming) {
            afterResume = drained;
        } else {
            socket.onDrain(drained);
        }
    }

    @Override
    public void end(String reason) {
        socket.close(reason);
    }
}
