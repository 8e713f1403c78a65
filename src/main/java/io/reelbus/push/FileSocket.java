package io.reelbus.push;

import io.reelbus.push.socketio.Frame;
import io.reelbus.push.socketio.Socket;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

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
     * Goes on where the client stood; false where that is too much. The client must be told that it is connected before
     * it is told what it missed, and is so, since stories are told in tasks of their own: events that come before that
     * it keeps, even over its next cut, and then tells them twice.
     */
    boolean resume(Offset offset) {
        return subscriber.resume(offset, () -> {});
    }

    @Override
    public Context context() {
        return socket.context();
    }

    @Override
    public void tell(Telling telling) {
        if (telling.isUpload()) {
            // No position: there is no such file yet.
            socket.emitEncoded(telling.as(BARE));
        } else if (subscriber.watchesOne()) {
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
        return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        socket.onDrain(drained);
    }

    @Override
    public void end(String reason) {
        socket.close(reason);
    }
}
