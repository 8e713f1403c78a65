package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The work on one upload, from its probe to the last of its files. */
public final class Run {
    private final Vertx vertx;
    private final TranscodeConfig config;
    private final FfmpegBinary binary;
    private final Profile profile;
    private final Path source;
    private final Path folder;
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
        this.folder = scratchDir;
        this.progress = progress;
        this.context = vertx.getOrCreateContext();
        this.outputs = Promise.promise();
    }

    /**
     * What was made. Fails with a FailureException: NOT_A_VIDEO, NO_VIDEO_STREAM, NO_AUDIO_STREAM, TRUNCATED,
     * TOO_MANY_STREAMS, TOO_MANY_PIXELS, TOO_LONG, TOO_LARGE, CPU_EXCEEDED, MEMORY_EXCEEDED, DISK_FULL, TIMED_OUT,
     * STALLED, TRANSCODE_FAILED, or CANCELED once killed.
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
        Verdict.onMedia(info, config.mediaBounds()).ifPresent(refused -> {
            throw refused;
        });
        meter.probed(info);
        Plan plan = Planner.plan(profile, info, binary, source);
        return (plan.arguments().isEmpty()
                        ? Future.succeededFuture(new Finish.Extra(List.of(), Optional.empty(), 0))
                        : encode(plan))
                .compose(extra -> vertx.executeBlocking(() -> Finish.collect(plan, extra, folder), false));
    }

    private Future<Finish.Extra> encode(Plan plan) {
        tell(meter.begin(Step.TRANSCODE));
        Limits limits = config.transcodeLimits();
        boolean pictures = plan.main().isPresent() || plan.source().isStill();
        return ffmpeg(plan.arguments(), limits, report -> tell(meter.transcoding(report)))
                .compose(exit -> judged(
                        exit, Verdict.onTranscode(exit, limits, plan.source().declaredSeconds(), pictures)))
                .compose(exit -> {
                    double seconds = exit.progress().seconds();
                    return plan.main()
                            .map(main -> pictures(plan, main, seconds))
                            .orElse(Future.succeededFuture(new Finish.Extra(List.of(), plan.storyboard(), seconds)));
                });
    }

    private Future<Finish.Extra> pictures(Plan plan, Product main, double seconds) {
        tell(meter.begin(Step.POSTER));
        Path made = folder.resolve(main.name());
        List<String> shown = plan.source()
                .video()
                .map(video -> VideoGraph.shown(video, profile, binary))
                .orElse(List.of());
        return new PosterRun(place -> picture(Pictures.poster(place, seconds, shown, made)))
                .take()
                .compose(exit -> {
                    // It was looked at for this, and so is known to the frame how long it is.
                    double exactly = Banner.read(exit.said()).seconds().orElse(seconds);
                    var poster = new Product(Pictures.POSTER, Role.POSTER, Product.JPEG, main.size(), "");
                    return storyboard(plan, exactly)
                            .map(sheets -> new Finish.Extra(
                                    profile.pictureRule().poster() ? List.of(poster) : List.of(), sheets, exactly));
                });
    }

    /** Of a source that did not say its length, the sheets are made of the smallest video that was made. */
    private Future<Optional<Storyboard>> storyboard(Plan plan, double seconds) {
        List<Product> videos = plan.products(Role.VIDEO);
        Product smallest = videos.get(videos.size() - 1);
        Optional<Storyboard> late = plan.storyboard().isPresent()
                ? Optional.empty()
                : smallest.size().flatMap(size -> Pictures.storyboard(profile, size, seconds));
        return late.map(sheets -> picture(Pictures.sheets(sheets, folder.resolve(smallest.name())))
                        .map(exit -> late))
                .orElse(Future.succeededFuture(plan.storyboard()));
    }

    private Future<Exit> picture(List<String> arguments) {
        Limits limits = config.probeLimits();
        return ffmpeg(arguments, limits, report -> {}).compose(exit -> judged(exit, Verdict.onPoster(exit, limits)));
    }

    private Future<Exit> ffmpeg(List<String> arguments, Limits limits, Consumer<Progress> onProgress) {
        Ffmpeg run = Ffmpeg.start(binary, arguments, limits, folder, context, onProgress);
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
