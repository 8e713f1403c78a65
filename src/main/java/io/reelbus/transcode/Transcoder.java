package io.reelbus.transcode;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes of an uploaded file what the profile says. */
public final class Transcoder {
    private final Vertx vertx;
    private final TranscodeConfig config;
    private final FfmpegBinary binary;
    private final Profile profile;

    public Transcoder(Vertx vertx, TranscodeConfig config, FfmpegBinary binary, Profile profile) {
        this.vertx = vertx;
        this.config = config;
        this.binary = binary;
        this.profile = profile;
    }

    /**
     * Starts the work on one video: probe, transcode, poster.
     *
     * @param source the uploaded file
     * @param scratchDir an empty folder that exists; the outputs are written there, and the caller empties it
     * @param progress is told on the caller's context, about ten times a second, never after the end
     */
    public Run start(Path source, Path scratchDir, Consumer<Tick> progress) {
        Run run = new Run(vertx, config, binary, profile, source, scratchDir, progress);
        run.begin();
        return run;
    }
}
