package io.reelbus.transcode;

import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import io.reelbus.transcode.profile.VideoRule;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which encoders of pictures fail on this machine as profiles set them: one that ffmpeg lists may lack its hardware, refuse
 * an option, or be one of sound.
 */
public record EncoderTrials(Set<Encoder> failed) {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderTrials.class);

    /** Nothing was tried. */
    public static final EncoderTrials NONE = new EncoderTrials(Set.of());

    /** Pictures without end, all green. */
    private static final Path ZEROS = Path.of("/dev/zero");

    /** Encoders in hardware refuse what is narrower than 192 px or lower than 128. */
    private static final int WIDTH = 320;

    private static final int HEIGHT = 192;

    public EncoderTrials {
        failed = Set.copyOf(failed);
    }

    /**
     * Has each encode three small pictures, all side by side: some 0.2 s of a core each. Never fails. Where there is no
     * file of zeros nothing is tried.
     */
    public static Future<EncoderTrials> run(
            Vertx vertx, TranscodeConfig config, FfmpegBinary binary, Profiles profiles) {
        if (!Files.exists(ZEROS)) {
            return Future.succeededFuture(NONE);
        }
        Context context = vertx.getOrCreateContext();
        Set<Encoder> failed = new HashSet<>();
        List<Future<Void>> runs = encoders(profiles, binary).stream()
                .map(encoder -> Ffmpeg.start(
                                binary, arguments(encoder), config.probeLimits(), null, context, report -> {})
                        .exit()
                        .map(exit -> !isRefusal(exit, config.probeLimits())
                                || fails(encoder, String.join(" | ", lastOf(exit))))
                        .otherwise(trouble -> {
                            LOG.warn("encoder could not be tried encoder={}", encoder.name(), trouble);
                            return true;
                        })
                        .<Void>map(works -> {
                            if (!works) {
                                boolean unused = failed.add(encoder);
                            }
                            return null;
                        }))
                .toList();
        return Future.join(runs).map(done -> new EncoderTrials(failed));
    }

    private static Set<Encoder> encoders(Profiles profiles, FfmpegBinary binary) {
        return profiles.all().stream()
                .flatMap(profile -> profile.videoRule().stream())
                .flatMap(rule -> rule.encoders().stream())
                .filter(encoder -> binary.hasEncoder(encoder.name()))
                .collect(Collectors.toSet());
    }

    static List<String> arguments(Encoder encoder) {
        int width = Math.max(WIDTH, encoder.leastSide() + encoder.leastSide() % 2);
        int height = Math.max(HEIGHT, encoder.leastSide() + encoder.leastSide() % 2);
        return Arguments.concat(
                Arguments.QUIET,
                List.of(
                        "-nostdin",
                        "-protocol_whitelist",
                        "file",
                        "-max_pixels",
                        String.valueOf(Arguments.MOST_PIXELS)),
                List.of("-format_whitelist", "rawvideo", "-f", "rawvideo", "-pixel_format", "yuv420p"),
                List.of("-video_size", width + "x" + height, "-framerate", "25", "-i", Arguments.url(ZEROS)),
                List.of("-frames:v", "3"),
                List.of("-c:v", encoder.name()),
                encoder.options().entrySet().stream()
                        .flatMap(option -> Stream.of("-" + option.getKey() + ":v", option.getValue()))
                        .toList(),
                List.of("-pix_fmt:v", "yuv420p", "-f", "null", "-"));
    }

    /** Of a machine that has no room or no time right now the encoder says nothing, and neither does its signal. */
    private static boolean isRefusal(Exit exit, Limits limits) {
        boolean byItself = exit.code() < 126 || exit.code() == 255;
        return exit.end() == Exit.End.ITSELF
                && exit.code() != 0
                && byItself
                && Verdict.onEnd(exit, limits).isEmpty();
    }

    private static boolean fails(Encoder encoder, String said) {
        LOG.warn(
                "encoder does not work here encoder={} options={} said=\"{}\"",
                encoder.name(),
                encoder.options(),
                said);
        return false;
    }

    /** The very last line often says no more than that it failed. */
    private static List<String> lastOf(Exit exit) {
        List<String> said = exit.said();
        return said.isEmpty()
                ? List.of("nothing; ended: " + exit.end() + ", exit code " + exit.code())
                : said.subList(Math.max(0, said.size() - 3), said.size());
    }

    boolean works(Encoder encoder) {
        return !failed.contains(encoder);
    }

    /** The profiles without the encoders that fail; one of which none is left stays as it is, for it is not served. */
    public Profiles without(Profiles profiles, FfmpegBinary binary) {
        return new Profiles(profiles.all().stream()
                .map(profile -> profile.videoRule()
                        .filter(rule -> rule.encoders().stream()
                                .anyMatch(encoder -> binary.hasEncoder(encoder.name()) && works(encoder)))
                        .map(rule -> with(profile, rule))
                        .orElse(profile))
                .toList());
    }

    private Profile with(Profile profile, VideoRule rule) {
        var working = new VideoRule(
                rule.encoders().stream().filter(this::works).toList(),
                rule.renditions(),
                rule.dynamicRange(),
                rule.maxFrameRate(),
                rule.keyFrameSeconds());
        return new Profile(
                profile.name(),
                profile.description(),
                profile.packaging(),
                working,
                profile.audio(),
                profile.subtitles(),
                profile.pictures());
    }

    /** What this profile lacks, in words for people: nothing where one of those that ffmpeg has works. */
    List<String> missing(Profile profile, FfmpegBinary binary) {
        return profile.videoRule()
                .map(rule -> rule.encoders().stream()
                        .filter(encoder -> binary.hasEncoder(encoder.name()))
                        .toList())
                .filter(had -> !had.isEmpty() && had.stream().noneMatch(this::works))
                .map(had -> List.of(
                        "a working encoder " + had.stream().map(Encoder::name).collect(Collectors.joining(" or "))))
                .orElse(List.of());
    }
}
