package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.MINUTES;

import io.reelbus.Clips;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Java side of scripts/bench/transcode: {@code <clip> <folder>}. Prints the commands that it would run for the
 * clip (tab-separated), then transcodes it once for each line it reads and answers with the number of ticks.
 */
public final class TranscodeBench {
    private TranscodeBench() {}

    public static void main(String[] args) throws Exception {
        Path clip = Path.of(args[0]).toAbsolutePath();
        Path folder = Path.of(args[1]).toAbsolutePath();
        Vertx vertx = Vertx.vertx();
        FfmpegBinary binary = Clips.ffmpeg();
        Transcoder transcoder = new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary);
        MediaInfo info =
                new Prober(vertx, TranscodeConfig.DEFAULTS, binary).probe(clip).await(1, MINUTES);
        print(binary, Arguments.probe(clip, ""));
        print(binary, Planner.plan(TestProfiles.web(), info, binary, clip).arguments());
        print(
                binary,
                Pictures.poster(
                        0.1, info.durationSeconds().orElse(0), List.of("format=yuv420p"), folder.resolve("video.mp4")));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (orders.readLine() != null) {
            AtomicInteger ticks = new AtomicInteger();
            Outputs made = transcoder
                    .start(TestProfiles.web(), clip, folder, tick -> ticks.incrementAndGet())
                    .outputs()
                    .await(10, MINUTES);
            System.out.println(made.files().size() > 2 ? ticks.get() : 0);
        }
        vertx.close().await(1, MINUTES);
    }

    private static void print(FfmpegBinary binary, List<String> arguments) {
        System.out.println(binary.path().toAbsolutePath() + "\t" + String.join("\t", arguments));
    }
}
