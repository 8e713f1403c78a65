package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private static final Output VIDEO =
            new Output("video.mp4", Path.of("/scratch/video.mp4"), "video/mp4", 1234, 720, 1280);

    @Test
    void theResultDescribesTheSourceAndEachOutput() {
        MediaInfo source = new MediaInfo(
                OptionalDouble.of(30.0333),
                new MediaInfo.Video(new Size(1080, 1920), "hevc", OptionalDouble.of(29.97), 90, "yuv420p"),
                Optional.of(new MediaInfo.Audio("aac", 2, 44100)),
                "mov",
                OptionalLong.empty());
        Map<String, Object> result = new Outputs(source, 30.0333, List.of(VIDEO)).result(name -> "/u/" + name);
        assertEquals(
                "{duration=30.033, width=1080, height=1920, frameRate=29.97, videoCodec=hevc, audioCodec=aac, "
                        + "rotation=90, outputs=[{name=video.mp4, type=video/mp4, size=1234, width=720, height=1280, "
                        + "url=/u/video.mp4}]}",
                result.toString());
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        MediaInfo source = new MediaInfo(
                OptionalDouble.empty(),
                new MediaInfo.Video(new Size(640, 360), "vp8", OptionalDouble.empty(), 0, ""),
                Optional.empty(),
                "matroska",
                OptionalLong.empty());
        assertEquals(
                "{duration=3.0, width=640, height=360, videoCodec=vp8, outputs=[]}",
                new Outputs(source, 3, List.of()).result(name -> name).toString());
    }

    @Test
    void onlyAHeaderDeclaresALength() {
        assertEquals(OptionalDouble.of(30), lasting("mov").declaredSeconds());
        assertEquals(OptionalDouble.of(30), lasting("matroska").declaredSeconds());
        assertEquals(OptionalDouble.empty(), lasting("mpegts").declaredSeconds());
    }

    private static MediaInfo lasting(String format) {
        return new MediaInfo(
                OptionalDouble.of(30),
                new MediaInfo.Video(new Size(640, 360), "h264", OptionalDouble.empty(), 0, ""),
                Optional.empty(),
                format,
                OptionalLong.empty());
    }
}
