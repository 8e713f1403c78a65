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
    private static final Output VIDEO = new Output(
            "video.mp4",
            Role.VIDEO,
            Path.of("/scratch/video.mp4"),
            "video/mp4",
            1234,
            "ab12",
            Optional.of(new Size(720, 1280)),
            "");
    private static final Output SPEECH = new Output(
            "subtitles-1.vtt", Role.SUBTITLES, Path.of("/scratch/s"), "text/vtt", 9, "cd34", Optional.empty(), "eng");

    @Test
    void theResultDescribesTheSourceAndEachOutput() {
        MediaInfo source = new MediaInfo(
                OptionalDouble.of(30.0333),
                Optional.of(new MediaInfo.Video(
                        0,
                        new Size(1080, 1920),
                        "hevc",
                        OptionalDouble.of(29.97),
                        90,
                        "yuv420p",
                        Colour.UNKNOWN,
                        false)),
                List.of(Media.STEREO),
                List.of(),
                2,
                "mov",
                OptionalLong.of(5_000_000));
        Map<String, Object> result =
                new Outputs("web", source, 30.0333, List.of(VIDEO, SPEECH)).result(name -> "/u/" + name);
        assertEquals(
                "{duration=30.033, width=1080, height=1920, frameRate=29.97, videoCodec=hevc, rotation=90, "
                        + "audioCodec=aac, bitrate=5000000, profile=web, outputs=["
                        + "{name=video.mp4, role=video, type=video/mp4, size=1234, sha256=ab12, width=720, height=1280, "
                        + "url=/u/video.mp4}, "
                        + "{name=subtitles-1.vtt, role=subtitles, type=text/vtt, size=9, sha256=cd34, language=eng, "
                        + "url=/u/subtitles-1.vtt}]}",
                result.toString());
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        MediaInfo source = new MediaInfo(
                OptionalDouble.empty(), Optional.empty(), List.of(), List.of(), 0, "matroska", OptionalLong.empty());
        assertEquals(
                "{duration=3.0, profile=audio, outputs=[]}",
                new Outputs("audio", source, 3, List.of()).result(name -> name).toString());
    }

    @Test
    void onlyAHeaderDeclaresALength() {
        assertEquals(OptionalDouble.of(30), lasting("mov").declaredSeconds());
        assertEquals(OptionalDouble.of(30), lasting("matroska").declaredSeconds());
        assertEquals(OptionalDouble.empty(), lasting("mpegts").declaredSeconds());
    }

    private static MediaInfo lasting(String format) {
        return Media.lasting(OptionalDouble.of(30), format);
    }
}
