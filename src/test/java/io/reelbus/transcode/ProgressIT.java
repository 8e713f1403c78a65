package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is told while the ffmpeg of the system and the one that comes with Reelbus work. */
@ExtendWith(VertxExtension.class)
class ProgressIT {
    @TempDir
    Path scratch;

    @Test
    void ofARecordingThatDoesNotSayItsLengthTheBarFollowsWhatIsRead(Vertx vertx) throws Exception {
        Path clip = Clips.longWithoutDuration();
        // Both at once, as they take as long as the clip: as fast as it plays, whatever the machine.
        Future<List<Tick>> system = encoding(vertx, Binaries.system(), clip);
        Future<List<Tick>> bundled = encoding(vertx, Binaries.bundled(), clip);
        for (Future<List<Tick>> each : List.of(system, bundled)) {
            List<Tick> ticks = each.await(60, SECONDS);
            double begin = ticks.get(0).percent();
            double before = ticks.get(ticks.size() - 2).percent();
            double end = ticks.get(ticks.size() - 1).percent();
            assertEquals(true, ticks.get(0).metadata().get("indeterminate"));
            List<Tick> measured = ticks.stream()
                    .filter(tick -> tick.percent() > begin && tick.percent() < end)
                    .toList();
            assertTrue(measured.stream().map(Tick::percent).distinct().count() >= 8, ticks.toString());
            assertTrue(
                    measured.stream().noneMatch(tick -> tick.metadata().containsKey("indeterminate")),
                    measured.toString());
            assertTrue(before - begin > (end - begin) / 2, "from " + begin + " to " + before + " of " + end);
            assertTrue(ticks.stream().anyMatch(tick -> tick.metadata().containsKey("eta")));
        }
    }

    @Test
    void soundAloneTellsNoFrames(Vertx vertx) throws Exception {
        for (FfmpegBinary binary : List.of(Binaries.system(), Binaries.bundled())) {
            List<Tick> ticks = new ArrayList<>();
            var outputs = new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary)
                    .start(
                            TestProfiles.named("audio"),
                            Clips.longSmall(),
                            Files.createTempDirectory(scratch, "attempt"),
                            ticks::add)
                    .outputs()
                    .await(60, SECONDS);
            assertEquals(Role.AUDIO, outputs.files().get(0).role());
            assertTrue(ticks.stream().anyMatch(tick -> tick.metadata().containsKey("speed")), ticks.toString());
            assertTrue(ticks.stream()
                    .noneMatch(tick -> tick.metadata().containsKey("frame")
                            || tick.metadata().containsKey("fps")));
        }
    }

    private Future<List<Tick>> encoding(Vertx vertx, FfmpegBinary binary, Path clip) throws Exception {
        SourcePosition position = SourcePosition.of(clip);
        Path folder = Files.createTempDirectory(scratch, "attempt");
        List<String> arguments = Arguments.concat(
                Arguments.REPORTING,
                List.of("-re"),
                Arguments.input(clip, "matroska", Arguments.MOST_PIXELS),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "-f", "mp4", Arguments.local("video.mp4")));
        Meter meter = new Meter(new Costs(), "web");
        meter.probed(new Workload(
                OptionalDouble.empty(), false, 640, 360, true, position.bytes(), List.of(Step.ENCODE, Step.FINISH)));
        return vertx.<List<Tick>>executeBlocking(ArrayList::new).compose(ticks -> {
            Ffmpeg[] run = new Ffmpeg[1];
            EncodeWatch watch = new EncodeWatch(
                    vertx,
                    meter,
                    position,
                    () -> run[0] == null ? OptionalLong.empty() : run[0].pid(),
                    () -> {},
                    ticks::add);
            run[0] = Ffmpeg.start(
                    binary,
                    arguments,
                    TranscodeConfig.DEFAULTS.transcodeLimits(),
                    folder,
                    vertx.getOrCreateContext(),
                    watch::report);
            return run[0].exit().map(exit -> {
                watch.end();
                assertTrue(exit.isClean(), exit.said().toString());
                ticks.add(meter.end(Step.ENCODE));
                return ticks;
            });
        });
    }
}
