package io.reelbus.push.socketio;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels of one event loop that were written to in this turn of it: each is flushed once, when what the loop had
 * to do already is done, however many frames it got. For the loop's own thread alone.
 */
final class Flushes implements Runnable {
    private static final FastThreadLocal<Flushes> OF_THIS_LOOP = new FastThreadLocal<>();

    private final EventLoop loop;
    private List<FrameChannel> written = new ArrayList<>();
    private List<FrameChannel> spare = new ArrayList<>();

    private Flushes(EventLoop loop) {
        this.loop = loop;
    }

    /** Those of the loop that runs this call. */
    static Flushes of(EventLoop loop) {
        Flushes flushes = OF_THIS_LOOP.get();
        if (flushes == null) {
            flushes = new Flushes(loop);
            OF_THIS_LOOP.set(flushes);
        }
        return flushes;
    }

    void add(FrameChannel channel) {
        if (written.isEmpty()) {
            loop.execute(this);
        }
        written.add(channel);
    }

    @Override
    public void run() {
        List<FrameChannel> due = written;
        written = spare;
        due.forEach(FrameChannel::flush);
        due.clear();
        spare = due;
    }
}
