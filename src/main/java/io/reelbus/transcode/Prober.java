package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import ws.schild.jave.info.MultimediaInfo;

/** Finds out what a file holds, by one supervised run of ffmpeg. */
public final class Prober {
    private final Vertx vertx;
    private final FfmpegBinary binary;
    private final Limits limits;
    private final MediaBounds bounds;

    public Prober(Vertx vertx, TranscodeConfig config, FfmpegBinary binary) {
        this.vertx = vertx;
        this.binary = binary;
        this.limits = config.probeLimits();
        this.bounds = config.mediaBounds();
    }

    /**
     * What the file holds. Fails with a FailureException: NOT_A_VIDEO, TRUNCATED when the index of an MP4 is missing,
     * TOO_MANY_STREAMS, TOO_MANY_PIXELS, TIMED_OUT and the like, TRANSCODE_FAILED when the examination itself went wrong.
     */
    public Future<MediaInfo> probe(Path source) {
        return probe(source, vertx.getOrCreateContext(), run -> {});
    }

    /** The same, for somebody who may want to kill the run. */
    Future<MediaInfo> probe(Path source, Context context, Consumer<Ffmpeg> started) {
        return vertx.executeBlocking(() -> Still.format(source).orElse(""), false)
                .compose(format -> {
                    var arguments = Arguments.probe(source, format, bounds.pixels());
                    Ffmpeg run = Ffmpeg.start(binary, arguments, limits, null, context, report -> {});
                    started.accept(run);
                    return run.exit();
                })
                .compose(exit -> {
                    Optional<FailureException> hindered = Verdict.onProbe(exit, limits, bounds);
                    return hindered.isPresent()
                            ? Future.failedFuture(hindered.get().withLastWords(exit.lastWords()))
                            : vertx.executeBlocking(() -> read(source, exit), false);
                });
    }

    private static MediaInfo read(Path source, Exit exit) throws IOException {
        Banner banner = Banner.read(exit.said());
        Optional<MultimediaInfo> jave = JaveReader.read(source, exit.said());
        if (jave.isEmpty() && Still.isHeif(source)) {
            throw Failure.NOT_A_VIDEO
                    .because("Pictures as HEIC or AVIF cannot be read; as JPEG or PNG they can.")
                    .withLastWords(exit.lastWords());
        }
        if (jave.isEmpty()) {
            throw Verdict.unreadable(exit).withLastWords(exit.lastWords());
        }
        boolean unreadable = banner.video().isEmpty() && banner.videoStreams() > 0;
        // Of one with sound something can be made all the same, unless its pictures are far too large.
        if (unreadable && (banner.audio().isEmpty() || Verdict.refusedPicture(exit))) {
            throw Verdict.undecodable(exit).withLastWords(exit.lastWords());
        }
        boolean still = Still.isFormat(jave.get().getFormat());
        Orientation turn = Still.orientation(source, jave.get().getFormat());
        // jave has 0 or -1 where ffmpeg says N/A, and one frame's length for a picture that stands.
        long millis = still ? 0 : jave.get().getDuration();
        return new MediaInfo(
                millis > 0 ? OptionalDouble.of(millis / 1000.0) : OptionalDouble.empty(),
                still ? banner.video().map(video -> video.oriented(turn)) : banner.video(),
                banner.audio(),
                banner.subtitles(),
                banner.streams(),
                jave.get().getFormat(),
                banner.bitrate(),
                unreadable);
    }
}
