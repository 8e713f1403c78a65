package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The work on one video, from its probe to its poster. */
public final class Run {
    private final Vertx vertx;
    private final TranscodeConfig config;
    private final FfmpegBinary binary;
    private final Profile profile;
    private final Path source;
    private final Path video;
    private final Path poster;
    private final Consumer<Tick> progress;
    private final Context context;
    private final Promise<Outputs> outputs;
    private final Meter meter = new Meter();

    private @Nullable Ffmpeg current;
    private boolean killed;

    Run(
            Vertx vertx,
            TranscodeConfig config,
            FfmpegBinary binary,
            Profile profile,
            Path source,
            Path scratchDir,
            Consumer<Tick> progress) {
        this.vertx = vertx;
        this.config = config;
        this.binary = binary;
        this.profile = profile;
        this.source = source;
        this.video = scratchDir.resolve("video.mp4");
        this.poster = scratchDir.resolve("poster.jpg");
        this.progress = progress;
        this.context = vertx.getOrCreateContext();
        this.outputs = Promise.promise();
    }

    /**
     * What was made. Fails with a FailureException: NOT_A_VIDEO, NO_VIDEO_STREAM, TRUNCATED, TOO_LARGE, DISK_FULL,
     * TIMED_OUT, TRANSCODE_FAILED, or CANCELED once killed.
     */
    public Future<Outputs> outputs() {
        return outputs.future();
    }

    /** Ends the work at once, unless it is done already; what was written stays. From any thread, and more than once. */
    public synchronized void kill() {
        killed = true;
        if (current != null) {
            current.kill();
        }
    }

    /** Ends the work as {@link #kill} does, but asks ffmpeg first and gives it a second. */
    public synchronized void stop() {
        killed = true;
        if (current != null) {
            current.stop();
        }
    }

    /** The process id of the running ffmpeg, or of the last one. */
    public synchronized OptionalLong pid() {
        return current == null ? OptionalLong.empty() : current.pid();
    }

    void begin() {
        context.runOnContext(nothing -> {
            tell(meter.begin(Step.PROBE));
            new Prober(vertx, config, binary)
                    .probe(source, context, this::started)
                    .compose(this::transcode)
                    .recover(failure -> Future.failedFuture(explained(failure)))
                    .onComplete(outputs);
        });
    }

    private Future<Outputs> transcode(MediaInfo info) {
        meter.probed(info);
        tell(meter.begin(Step.TRANSCODE));
        Limits limits = config.transcodeLimits();
        return ffmpeg(profile.transcode(info, source, video), limits, video, report -> tell(meter.transcoding(report)))
                .compose(exit -> judged(exit, Verdict.onTranscode(exit, limits, info.declaredSeconds())))
                .compose(exit -> poster(info, exit.progress().seconds()));
    }

    private Future<Outputs> poster(MediaInfo info, double seconds) {
        tell(meter.begin(Step.POSTER));
        Limits limits = config.probeLimits();
        return ffmpeg(profile.poster(seconds, video, poster), limits, poster, report -> {})
                .compose(exit -> judged(exit, Verdict.onPoster(exit, limits)))
                .compose(exit -> vertx.executeBlocking(() -> collect(info, seconds), false));
    }

    private Outputs collect(MediaInfo info, double seconds) throws IOException {
        return new Outputs(
                info,
                info.durationSeconds().orElse(seconds),
                List.of(output(info, video, "video/mp4"), output(info, poster, "image/jpeg")));
    }

    private Output output(MediaInfo info, Path path, String type) throws IOException {
        Size size = profile.sizeOf(info);
        return new Output(path.getFileName().toString(), path, type, Files.size(path), size.width(), size.height());
    }

    private Future<Exit> ffmpeg(List<String> arguments, Limits limits, Path written, Consumer<Progress> onProgress) {
        Ffmpeg run = Ffmpeg.start(binary, arguments, limits, written, context, onProgress);
        started(run);
        return run.exit();
    }

    private synchronized void started(Ffmpeg run) {
        current = run;
        if (killed) {
            run.kill();
        }
    }

    private static Future<Exit> judged(Exit exit, Optional<FailureException> failure) {
        return failure.isEmpty()
                ? Future.succeededFuture(exit)
                : Future.failedFuture(failure.get().withLastWords(exit.lastWords()));
    }

    private synchronized FailureException explained(Throwable failure) {
        if (killed) {
            return Failure.CANCELED.asException();
        }
        return failure instanceof FailureException known ? known : Failure.TRANSCODE_FAILED.causedBy(failure);
    }

    private void tell(Tick tick) {
        if (!outputs.future().isComplete()) {
            progress.accept(tick);
        }
    }
}
