package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.MINUTES;

import io.reelbus.Clips;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Rendition;
import io.reelbus.transcode.profile.VideoRule;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The Java side of scripts/bench/transcode: {@code <clip> <folder> <profile>}. Prints the commands that it would run for the
 * clip, tab-separated after {@code same}; and after {@code apart} those that make each rendition of the profile by a run of
 * its own, the sound with the first. Then, for each line that it reads, it does the work once and answers with the number of
 * ticks and the milliseconds until the first.
 */
public final class TranscodeBench {
    private TranscodeBench() {}

    public static void main(String[] args) throws Exception {
        Path clip = Path.of(args[0]).toAbsolutePath();
        Path folder = Path.of(args[1]).toAbsolutePath();
        Profile profile = TestProfiles.named(args[2]);
        Vertx vertx = Vertx.vertx();
        FfmpegBinary binary = Clips.ffmpeg();
        Transcoder transcoder = new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary);
        MediaInfo info =
                new Prober(vertx, TranscodeConfig.DEFAULTS, binary).probe(clip).await(1, MINUTES);
        Plan plan = Planner.plan(profile, info, binary, TranscodeConfig.DEFAULTS.mediaBounds(), clip);
        print("same", binary, Arguments.probe(clip, "", Arguments.MOST_PIXELS));
        print("same", binary, plan.arguments());
        Path main = folder.resolve(plan.main().orElseThrow().name());
        double seconds = info.durationSeconds().orElseThrow();
        print("same", binary, Pictures.poster(0.1, seconds, List.of("format=yuv420p"), main));
        for (Profile each : apart(profile)) {
            print(
                    "apart",
                    binary,
                    Planner.plan(each, info, binary, TranscodeConfig.DEFAULTS.mediaBounds(), clip)
                            .arguments());
        }
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (orders.readLine() != null) {
            AtomicInteger ticks = new AtomicInteger();
            AtomicLong first = new AtomicLong();
            long began = System.nanoTime();
            Outputs made = transcoder
                    .start(profile, clip, folder, tick -> {
                        if (ticks.incrementAndGet() == 1) {
                            first.set((System.nanoTime() - began) / 1_000_000);
                        }
                    })
                    .outputs()
                    .await(10, MINUTES);
            System.out.println(made.files().size() > 2 ? ticks.get() + " " + first.get() : "0 0");
        }
        vertx.close().await(1, MINUTES);
    }

    /** A profile for each rendition, without pictures beside it. */
    private static List<Profile> apart(Profile profile) {
        VideoRule rule = profile.videoRule().orElseThrow();
        List<Profile> apart = new ArrayList<>();
        for (Rendition rendition : rule.renditions()) {
            VideoRule one = new VideoRule(
                    rule.encoders(),
                    List.of(rendition),
                    rule.dynamicRange(),
                    rule.maxFrameRate(),
                    rule.keyFrameSeconds());
            apart.add(new Profile(
                    profile.name(),
                    profile.description(),
                    profile.packaging(),
                    one,
                    apart.isEmpty() ? profile.audio() : null,
                    false,
                    null));
        }
        return apart;
    }

    private static void print(String kind, FfmpegBinary binary, List<String> arguments) {
        System.out.println(kind + "\t" + binary.path().toAbsolutePath() + "\t" + String.join("\t", arguments));
    }
}
