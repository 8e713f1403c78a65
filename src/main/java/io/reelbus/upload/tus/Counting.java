package io.reelbus.upload.tus;

import io.reelbus.store.MediaSink;
import io.reelbus.store.ResumableUpload;
import io.reelbus.upload.Announcer;
import io.vertx.core.Vertx;

/** Says a few times a second how much of an upload has come, as long as more comes. */
final class Counting {
    private static final long TICK_MS = 250;

    private final Vertx vertx;
    private final Announcer announcer;
    private final ResumableUpload upload;
    private final MediaSink sink;
    private final long timer;

    private long said;

    Counting(Vertx vertx, Announcer announcer, ResumableUpload upload, MediaSink sink) {
        this.vertx = vertx;
        this.announcer = announcer;
        this.upload = upload;
        this.sink = sink;
        this.said = sink.size();
        this.timer = vertx.setPeriodic(TICK_MS, tick -> say());
    }

    private void say() {
        if (sink.size() != said) {
            said = sink.size();
            announcer.received(upload.fileId(), said, upload.size());
        }
    }

    /** Says the last of it too. */
    void close() {
        vertx.cancelTimer(timer);
        say();
    }
}
