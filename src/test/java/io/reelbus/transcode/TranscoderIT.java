package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class TranscoderIT {
    @TempDir
    Path scratch;

    private final List<Tick> ticks = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aFullHdClipIsShrunkTo720pWithRisingProgress(Vertx vertx) throws Exception {
        Outputs outputs = transcode(vertx, Clips.fullHd());
        assertMade(vertx, outputs, new Size(1280, 720));
        long rising = ticks.stream().mapToDouble(Tick::percent).distinct().count();
        assertTrue(rising >= 20, "rising ticks: " + rising);
        for (int i = 1; i < ticks.size(); i++) {
            assertTrue(ticks.get(i).percent() >= ticks.get(i - 1).percent(), "monotone");
        }
        assertTrue(ticks.get(ticks.size() - 1).percent() <= 99.9);
        assertEquals(
                List.of("Extracting metadata...", "Transcoding...", "Creating poster...", "Finishing..."),
                ticks.stream().map(Tick::message).distinct().toList());
        Map<String, Object> metadata = ticks.get(ticks.size() / 2).metadata();
        assertTrue(
                metadata.keySet()
                        .containsAll(List.of(
                                "step",
                                "stepIndex",
                                "steps",
                                "eta",
                                "speed",
                                "fps",
                                "frame",
                                "duration",
                                "width",
                                "height")),
                metadata.toString());

        Map<String, Object> result = outputs.result(name -> "/files/" + name);
        assertEquals(
                List.of(
                        "duration",
                        "width",
                        "height",
                        "frameRate",
                        "videoCodec",
                        "audioCodec",
                        "bitrate",
                        "profile",
                        "outputs"),
                List.copyOf(result.keySet()));
        assertEquals(1920, result.get("width"));
        assertEquals(30.0, result.get("duration"));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) result.get("outputs")).get(0);
        assertEquals("/files/video.mp4", first.get("url"));
        assertEquals(1280, first.get("width"));
    }

    @Test
    void mpegTsIsTranscoded(Vertx vertx) throws Exception {
        assertMade(vertx, transcode(vertx, Clips.mpegTs()), new Size(640, 360));
    }

    @Test
    void webmIsTranscoded(Vertx vertx) throws Exception {
        assertMade(vertx, transcode(vertx, Clips.webm()), new Size(640, 360));
    }

    @Test
    void aRecordingThatDoesNotSayItsLengthIsTranscoded(Vertx vertx) throws Exception {
        Outputs outputs = transcode(vertx, Clips.webmWithoutDuration());
        assertTrue(outputs.source().durationSeconds().isEmpty());
        assertEquals(3, outputs.durationSeconds(), 0.05);
        assertMade(vertx, outputs, new Size(640, 360));
        // The file is so small that ffmpeg has read all of it before there is anything to measure by.
        assertTrue(ticks.stream()
                .anyMatch(tick -> tick.message().contains("length unknown")
                        && tick.metadata().get("indeterminate").equals(true)));
    }

    @Test
    void aRotatedVideoStandsUpright(Vertx vertx) throws Exception {
        Outputs outputs = transcode(vertx, Clips.rotated());
        assertEquals(90, outputs.source().video().orElseThrow().rotation());
        assertEquals(new Size(360, 640), outputs.source().video().orElseThrow().size());
        assertMade(vertx, outputs, new Size(360, 640));
        assertEquals(90, outputs.result(name -> name).get("rotation"));
    }

    @Test
    void anAnamorphicVideoGetsSquarePixels(Vertx vertx) throws Exception {
        assertMade(vertx, transcode(vertx, Clips.anamorphic()), new Size(1024, 576));
    }

    @Test
    void anOddSizeBecomesEven(Vertx vertx) throws Exception {
        assertMade(vertx, transcode(vertx, Clips.oddSized()), new Size(852, 480));
    }

    @Test
    void aSilentVideoStaysSilent(Vertx vertx) throws Exception {
        Outputs outputs = transcode(vertx, Clips.silent());
        assertMade(vertx, outputs, new Size(320, 240));
        assertFalse(outputs.result(name -> name).containsKey("audioCodec"));
    }

    private Outputs transcode(Vertx vertx, Path clip) throws Exception {
        return new Transcoder(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg())
                .start(TestProfiles.web(), clip, scratch, ticks::add)
                .outputs()
                .await(120, SECONDS);
    }

    /** A fast-start MP4 of this size and of the source's length, a poster of the same size and a storyboard. */
    private void assertMade(Vertx vertx, Outputs outputs, Size size) throws Exception {
        assertEquals(
                List.of("video.mp4", "poster.jpg", "storyboard.vtt", "storyboard-1.jpg"),
                outputs.files().stream().map(Output::name).toList());
        Path video = outputs.files().get(0).path();
        List<String> boxes = Mp4Boxes.of(video);
        assertTrue(boxes.indexOf("moov") < boxes.indexOf("mdat"), boxes.toString());

        Prober prober = new Prober(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg());
        MediaInfo made = prober.probe(video).await(30, SECONDS);
        MediaInfo.Video pictures = made.video().orElseThrow();
        assertEquals("h264", pictures.codec());
        assertEquals("yuv420p", pictures.pixelFormat());
        assertEquals(size, pictures.size());
        assertEquals(0, pictures.rotation());
        assertEquals(
                outputs.source().audio().stream().map(MediaInfo.Audio::channels).toList(),
                made.audio().stream().map(MediaInfo.Audio::channels).toList());
        assertEquals(outputs.durationSeconds(), made.durationSeconds().orElseThrow(), 0.05);

        for (Output output : outputs.files()) {
            assertEquals(Files.size(output.path()), output.bytes());
        }
        var picture = javax.imageio.ImageIO.read(outputs.files().get(1).path().toFile());
        assertEquals(size, new Size(picture.getWidth(), picture.getHeight()));
        assertEquals(Optional.empty(), leftover(outputs));
    }

    private Optional<Path> leftover(Outputs outputs) throws Exception {
        List<Path> known = outputs.files().stream().map(Output::path).toList();
        try (var files = Files.list(scratch)) {
            return files.filter(file -> !known.contains(file)).findAny();
        }
    }
}
