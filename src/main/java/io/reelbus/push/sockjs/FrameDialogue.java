package io.reelbus.push.sockjs;

import io.reelbus.push.FrameSocket;
import io.reelbus.push.Place;
import io.reelbus.push.Rooms;
import io.vertx.core.Context;

/** The raw WebSocket's frames by SockJS. */
final class FrameDialogue extends FrameSocket implements Dialogue {
    private final Line line;

    FrameDialogue(Line line, Rooms rooms, Place place) {
        super(rooms, place);
        this.line = line;
    }

    @Override
    public void heard(String text) {
        received(text);
    }

    @Override
    public void ended() {
        gone();
    }

    @Override
    protected void send(String text) {
        line.send(text);
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
