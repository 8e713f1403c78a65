package io.reelbus.transcode;

import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes of uploaded files what profiles say; one of a node, as it learns what that costs there. */
public final class Transcoder {
    private final Vertx vertx;
    private final TranscodeConfig config;
    private final FfmpegBinary binary;
    private final Costs costs = new Costs();

    public Transcoder(Vertx vertx, TranscodeConfig config, FfmpegBinary binary) {
        this.vertx = vertx;
        this.config = config;
        this.binary = binary;
    }

    /**
     * Starts the work on one upload: its probe, then what the profile says.
     *
     * @param source the uploaded file
     * @param scratchDir an empty folder that exists; the outputs are written there, and the caller empties it
     * @param progress is told on the caller's context, about ten times a second, never after the end
     */
    public Run start(Profile profile, Path source, Path scratchDir, Consumer<Tick> progress) {
        Run run = new Run(vertx, config, binary, costs, profile, source, scratchDir, progress);
        run.begin();
        return run;
    }
}
