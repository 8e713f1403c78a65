package io.reelbus.transcode;

import io.vertx.core.Vertx;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells how far an encoding is when ffmpeg reports; and, as it reports nothing before each of its outputs has something,
 * when it has only read on. For one run and one context.
 */
final class EncodeWatch {
    private static final long LOOK_MILLIS = 250;

    /** Who goes back more often than that does not get on. */
    private static final int MOST_RETURNS = 16;

    private final Vertx vertx;
    private final Meter meter;
    private final SourcePosition source;
    private final Supplier<OptionalLong> pid;
    private final Runnable moved;
    private final Consumer<Tick> tell;
    private final long timer;

    private Progress latest = Progress.NONE;
    private OptionalDouble readShare = OptionalDouble.empty();
    private double furthest;
    private int returns;
    private boolean reported;
    private boolean looking;
    private boolean ended;

    /**
     * Begins to look, on the current context, until its end.
     *
     * @param moved is run when it has read further than ever: where a track begins late, nothing is reported nor written
     *     before that
     */
    EncodeWatch(
            Vertx vertx,
            Meter meter,
            SourcePosition source,
            Supplier<OptionalLong> pid,
            Runnable moved,
            Consumer<Tick> tell) {
        this.vertx = vertx;
        this.meter = meter;
        this.source = source;
        this.pid = pid;
        this.moved = moved;
        this.tell = tell;
        this.timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    }

    /** ffmpeg reports. */
    void report(Progress progress) {
        latest = progress;
        reported = true;
        tell.accept(meter.encoding(latest, readShare));
    }

    /** The run has ended; nothing more is told. */
    void end() {
        ended = true;
        boolean unused = vertx.cancelTimer(timer);
    }

    private void look() {
        OptionalLong process = pid.get();
        if (looking || process.isEmpty()) {
            return;
        }
        looking = true;
        vertx.executeBlocking(() -> source.share(process.getAsLong()), false)
                .onSuccess(this::looked)
                .onComplete(done -> looking = false);
    }

    private void looked(OptionalDouble share) {
        boolean readOn = !share.equals(readShare);
        readShare = share;
        double now = share.orElse(furthest);
        if (now > furthest) {
            furthest = now;
            moved.run();
        } else if (now < furthest && returns < MOST_RETURNS) {
            // From an index at the end, which is read before all else.
            returns++;
            furthest = now;
        }
        if (!ended && !reported && readOn) {
            tell.accept(meter.encoding(latest, share));
        }
        reported = false;
    }
}
