package io.reelbus.transcode;

import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work on one upload, from its probe to the last of its files. */
public final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final Vertx vertx;
    private final TranscodeConfig config;
    private final FfmpegBinary binary;
    private final Profile profile;
    private final Path source;
    private final Path folder;
    private final Consumer<Tick> progress;
    private final Context context;
    private final Promise<Outputs> outputs;
    private final Meter meter;

    private final List<AttemptReport.Run> runs = new ArrayList<>();

    private Step now = Step.PROBE;
    private @Nullable Ffmpeg current;
    private boolean killed;

    Run(
            Vertx vertx,
            TranscodeConfig config,
            FfmpegBinary binary,
            Costs costs,
            Profile profile,
            Path source,
            Path scratchDir,
            Consumer<Tick> progress) {
        this.vertx = vertx;
        this.config = config;
        this.binary = binary;
        this.meter = new Meter(costs, profile.name());
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

    /** What was run so far, for operators. */
    synchronized AttemptReport report() {
        return new AttemptReport(binary.version(), runs);
    }

    void begin() {
        context.runOnContext(nothing -> {
            begin(Step.PROBE);
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
        Plan plan = Planner.plan(profile, info, binary, config.mediaBounds(), source);
        return vertx.executeBlocking(() -> SourcePosition.of(source), false).compose(position -> {
            meter.probed(Workload.of(plan, position.bytes()));
            return plan.arguments().isEmpty() ? finish(plan, Finish.NOTHING) : encode(plan, position);
        });
    }

    private Future<Outputs> encode(Plan plan, SourcePosition position) {
        begin(Step.ENCODE);
        EncodeWatch watch = new EncodeWatch(vertx, meter, position, this::pid, this::moved, this::tell);
        return ffmpeg(plan.arguments(), config.transcodeLimits(), watch::report)
                .onComplete(ended -> watch.end())
                .compose(exit -> lesser(plan, exit)
                        .map(lesser -> encode(lesser, position))
                        .orElseGet(() -> encoded(plan, exit)));
    }

    /** A plan without the sound or subtitles that no decoder could read, where they ended the run and something is left. */
    private Optional<Plan> lesser(Plan plan, Exit exit) {
        OptionalInt unreadable = Verdict.unreadableStream(exit);
        MediaInfo rest = unreadable.isPresent() ? plan.source().without(unreadable.getAsInt()) : plan.source();
        if (rest.equals(plan.source())
                || plan.content() != Plan.Content.PICTURES && rest.audio().isEmpty()) {
            return Optional.empty();
        }
        LOG.warn("stream cannot be read and is left out source={} stream={}", source, unreadable.getAsInt());
        return Optional.of(Planner.plan(profile, rest, binary, config.mediaBounds(), source));
    }

    private Future<Outputs> encoded(Plan plan, Exit exit) {
        Limits limits = config.transcodeLimits();
        return judged(exit, Verdict.onTranscode(exit, limits, plan))
                .compose(good -> Verdict.isDoubtful(exit, plan) ? read(plan, exit) : Future.succeededFuture(exit))
                .compose(good -> {
                    tell(meter.end(Step.ENCODE));
                    return pictures(plan, exit.progress().seconds());
                })
                .compose(extra -> finish(plan, extra));
    }

    /** Where what is left out of a file may be what it is as long as. */
    private Future<Exit> read(Plan plan, Exit made) {
        var arguments = Arguments.reading(
                source, plan.source().formatName(), config.mediaBounds().pixels());
        return ffmpeg(arguments, config.transcodeLimits(), report -> {})
                .compose(read -> judged(read, Verdict.onReading(read, plan)))
                .map(whole -> made);
    }

    private Future<Finish.Extra> pictures(Plan plan, double seconds) {
        if (!plan.hasLatePictures()) {
            return Future.succeededFuture(new Finish.Extra(List.of(), plan.storyboard(), seconds));
        }
        begin(Step.POSTER);
        // All of the video may be read for a storyboard, but for a poster only its places are.
        return new PictureWork(
                        plan,
                        seconds,
                        binary,
                        folder,
                        arguments -> picture(arguments, config.probeLimits()),
                        arguments -> picture(arguments, config.transcodeLimits().withoutStall()))
                .make()
                .onSuccess(made -> tell(meter.end(Step.POSTER)));
    }

    private Future<Exit> picture(List<String> arguments, Limits limits) {
        return ffmpeg(arguments, limits, report -> {}).compose(exit -> judged(exit, Verdict.onPoster(exit, limits)));
    }

    private Future<Outputs> finish(Plan plan, Finish.Extra extra) {
        begin(Step.FINISH);
        Paced paced = new Paced(context, share -> tell(meter.reached(Step.FINISH, share)));
        return vertx.executeBlocking(() -> Finish.collect(plan, extra, folder, paced::accept), false)
                .onSuccess(made -> tell(meter.end(Step.FINISH, bytes(made))));
    }

    /**
     * Tells of the last step, in which what was made is brought to where it stays: that is the caller's, before or after
     * which nothing is told. Completes as {@code storing} does, which is given whom to tell how many bytes are there, from
     * any thread.
     */
    <T> Future<T> store(Outputs made, Function<LongConsumer, Future<T>> storing) {
        long all = bytes(made);
        progress.accept(meter.begin(Step.STORE));
        Paced paced = new Paced(context, share -> progress.accept(meter.reached(Step.STORE, share)));
        return storing.apply(there -> paced.accept(there, all))
                .onSuccess(done -> progress.accept(meter.end(Step.STORE, all)));
    }

    private static long bytes(Outputs made) {
        return made.files().stream().mapToLong(Output::bytes).sum();
    }

    private Future<Exit> ffmpeg(List<String> arguments, Limits limits, Consumer<Progress> onProgress) {
        Ffmpeg run = Ffmpeg.start(binary, arguments, limits, folder, context, onProgress);
        started(run);
        return run.exit();
    }

    private synchronized void moved() {
        if (current != null) {
            current.moved();
        }
    }

    private void begin(Step step) {
        now = step;
        tell(meter.begin(step));
    }

    private synchronized void started(Ffmpeg run) {
        current = run;
        Step step = now;
        var unused = run.exit().onSuccess(exit -> ended(step, exit));
        if (killed) {
            run.kill();
        }
    }

    private synchronized void ended(Step step, Exit exit) {
        runs.add(new AttemptReport.Run(
                step.wire(),
                exit.arguments(),
                exit.usage().wallSeconds(),
                exit.usage().cpuSeconds(),
                exit.code(),
                exit.said()));
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
