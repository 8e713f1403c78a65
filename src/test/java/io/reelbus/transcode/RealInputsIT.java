package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelbus.Clips;
import io.reelbus.OddClips;
import io.reelbus.transcode.hls.MediaPlaylist;
import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What phones, cameras and people upload, by the ffmpeg of the system and by the one that comes with Reelbus. */
@ExtendWith(VertxExtension.class)
class RealInputsIT {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aVariableFrameRateKeepsItsTimes(FfmpegBinary binary, Vertx vertx) throws Exception {
        Path video = video(make(vertx, binary, "web", OddClips.variableRate()));
        List<Double> before = Streams.frameTimes(OddClips.variableRate(), false);
        List<Double> after = Streams.frameTimes(video, false);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i), after.get(i), 0.02, "frame " + i);
        }
        assertLasts(Streams.span(OddClips.variableRate()), video, 30);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void fieldsBecomeFrames(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.interlaced());
        assertTrue(outputs.source().video().orElseThrow().interlaced());
        JsonNode made = Streams.of(video(outputs)).video();
        assertEquals("progressive", made.path("field_order").asText("progressive"));
        assertEquals("25/1", made.get("avg_frame_rate").asText());
        assertPlays(outputs, new Size(720, 576));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void highDynamicRangeIsMappedToWhatEveryScreenShows(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.hdr());
        assertTrue(outputs.source().video().orElseThrow().colour().isHighRange());
        assertPlays(outputs, new Size(640, 360));
        // A picture that was only relabelled would keep what PQ makes of white paper: a grey of half the range.
        assertTrue(brightest(outputs) > 200, "brightest: " + brightest(outputs));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void tenBitsBecomeEight(FfmpegBinary binary, Vertx vertx) throws Exception {
        assertPlays(make(vertx, binary, "web", OddClips.tenBit()), new Size(320, 240));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void surroundSoundIsMixedToTwoChannels(FfmpegBinary binary, Vertx vertx) throws Exception {
        Streams made = Streams.of(video(make(vertx, binary, "web", OddClips.surround())));
        assertEquals(2, made.of("audio").get(0).get("channels").asInt());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void ofManyTracksTheOneToPlayIsTakenAndSubtitlesAreKeptBeside(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.manyTracks());
        Streams made = Streams.of(video(outputs));
        assertEquals(1, made.of("audio").size());
        assertEquals(2, made.of("audio").get(0).get("channels").asInt(), "the English track is the one in stereo");
        List<Output> subtitles = of(outputs, Role.SUBTITLES);
        assertEquals(
                List.of("deu", "eng"), subtitles.stream().map(Output::language).toList());
        // The file's own times begin a moment before nought, where its sound does.
        String german = Files.readString(subtitles.get(0).path());
        assertTrue(german.matches("(?s)WEBVTT\\s+00:00.5[01]\\d --> 00:01.5[01]\\d\\s+Guten Tag\\s*"), german);
        String english = Files.readString(subtitles.get(1).path());
        assertTrue(english.matches("(?s)WEBVTT\\s+00:01.0[01]\\d --> 00:02.0[01]\\d\\s+Good morning\\s*"), english);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void soundAloneBecomesAnM4aWithItsWaveform(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (Path clip : List.of(OddClips.soundAlone(), Clips.audioOnly())) {
            Outputs outputs = make(vertx, binary, "web", clip);
            assertEquals(List.of("audio.m4a", "waveform-1.png"), names(outputs));
            Streams made = Streams.of(outputs.files().get(0).path());
            assertEquals("aac", made.of("audio").get(0).get("codec_name").asText());
            assertEquals(2, made.seconds(), 0.05);
            BufferedImage wave = ImageIO.read(outputs.files().get(1).path().toFile());
            assertEquals(new Size(1200, 240), new Size(wave.getWidth(), wave.getHeight()));
            assertTrue(distinctColours(wave) > 1);
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aPictureWithSeeThroughPartsStandsOnWhite(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.png());
        assertEquals(List.of("image.jpg"), names(outputs));
        assertEquals(0, outputs.durationSeconds());
        BufferedImage image = ImageIO.read(outputs.files().get(0).path().toFile());
        assertEquals(new Size(300, 200), new Size(image.getWidth(), image.getHeight()));
        assertNear(0x0000ff, image.getRGB(50, 100));
        assertNear(0xffffff, image.getRGB(250, 100));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aPhotographIsMadeSmaller(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.jpeg());
        BufferedImage image = ImageIO.read(outputs.files().get(0).path().toFile());
        assertEquals(new Size(960, 720), new Size(image.getWidth(), image.getHeight()));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void anAnimatedGifBecomesAVideo(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.gif());
        assertLasts(Streams.span(OddClips.gif()), video(outputs), 10);
        assertPlays(outputs, new Size(160, 120));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void whatIsHeldAtTheEndIsHeld(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (String profile : List.of("web", "hls")) {
            assertLasts(4.9, video(make(vertx, binary, profile, OddClips.heldGif())), 10);
            assertLasts(5.5, video(make(vertx, binary, profile, OddClips.heldVideo())), 30);
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void behindAHoleInTheTimesNotEachFrameIsAKeyFrame(FfmpegBinary binary, Vertx vertx) throws Exception {
        Path made = video(make(vertx, binary, "web", OddClips.withHole()));
        List<Double> keys = Streams.frameTimes(made, true);
        assertTrue(keys.size() <= 4, keys.toString());
        assertEquals(603, Streams.of(made).seconds(), Streams.tolerance(25));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void framesOfEachMillisecondAreMadeRarer(FfmpegBinary binary, Vertx vertx) throws Exception {
        List<Double> frames = Streams.frameTimes(video(make(vertx, binary, "web", OddClips.eachMillisecond())), false);
        assertTrue(frames.size() >= 29 && frames.size() <= 32, frames.toString());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void soundOfChannelsWithoutNamesIsMadeOfTheFirst(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (String profile : List.of("audio", "hls")) {
            Outputs outputs = make(vertx, binary, profile, OddClips.twelveChannels());
            Path sound = outputs.files().stream()
                    .filter(file -> file.role() == Role.AUDIO)
                    .findFirst()
                    .orElseThrow()
                    .path();
            Streams made = Streams.of(sound);
            assertEquals(2, made.of("audio").get(0).get("channels").asInt());
            assertEquals(1, made.seconds(), 0.05);
            assertTrue(outputs.files().stream().anyMatch(file -> file.role() == Role.WAVEFORM));
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void farKeyFramesComeCloser(FfmpegBinary binary, Vertx vertx) throws Exception {
        List<Double> keys = Streams.frameTimes(video(make(vertx, binary, "web", OddClips.oneKeyFrame())), true);
        for (int i = 1; i < keys.size(); i++) {
            assertTrue(keys.get(i) - keys.get(i - 1) <= 8.05, keys.toString());
        }
        assertTrue(keys.size() >= 3, keys.toString());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void timesThatBeginLateBeginAtNought(FfmpegBinary binary, Vertx vertx) throws Exception {
        Streams made = Streams.of(video(make(vertx, binary, "web", OddClips.lateStart())));
        assertEquals(0, made.video().get("start_time").asDouble(), Streams.tolerance(30));
        // Of a packet of sound that begins before the pictures all is heard: an MPEG-TS cannot say which part is not.
        assertEquals(Streams.span(OddClips.lateStart()), made.seconds(), Streams.tolerance(30));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void timesThatJumpLeaveNoHole(FfmpegBinary binary, Vertx vertx) throws Exception {
        double parts = Streams.span(Clips.mpegTs()) + Streams.span(OddClips.lateStart());
        Outputs outputs = make(vertx, binary, "web", OddClips.jumping());
        assertLasts(parts, video(outputs), 30);
        // ffmpeg takes it for one of an hour.
        assertEquals(parts, outputs.durationSeconds(), 0.1);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void soundThatBeginsLaterStaysInTime(FfmpegBinary binary, Vertx vertx) throws Exception {
        Streams made = Streams.of(video(make(vertx, binary, "web", OddClips.lateSound())));
        assertEquals(Streams.span(OddClips.lateSound()), made.seconds(), Streams.tolerance(30));
        assertEquals(1, made.of("audio").get(0).get("start_time").asDouble(), 0.05);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aLadderHasItsKeyFramesAtTheSameTimesAndListsThatAreTrue(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "hls", OddClips.film());
        assertEquals(
                List.of(
                        "master.m3u8",
                        "subtitles-1.m3u8",
                        "video-480p.mp4",
                        "video-480p.m3u8",
                        "video-360p.mp4",
                        "video-360p.m3u8",
                        "audio-1.mp4",
                        "audio-1.m3u8",
                        "audio-2.mp4",
                        "audio-2.m3u8",
                        "subtitles-1.vtt",
                        "poster.jpg",
                        "storyboard.vtt",
                        "storyboard-1.jpg"),
                names(outputs));
        Path folder = outputs.files().get(0).path().resolveSibling("");
        for (String name : List.of("video-480p", "video-360p", "audio-1", "audio-2")) {
            MediaPlaylist list = MediaPlaylist.parse(Files.readString(folder.resolve(name + ".m3u8")));
            assertEquals(List.of(), list.faults(Files.size(folder.resolve(name + ".mp4"))), name);
            assertEquals(9, list.seconds(), 0.05, name);
            Streams made = Streams.of(folder.resolve(name + ".mp4"));
            assertEquals(0, made.first().get("start_time").asDouble(), 0.03, name);
        }
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0), Streams.frameTimes(folder.resolve("video-480p.mp4"), true));
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0), Streams.frameTimes(folder.resolve("video-360p.mp4"), true));
        String master = Files.readString(folder.resolve("master.m3u8"));
        for (String part : List.of(
                "RESOLUTION=854x480",
                "RESOLUTION=640x360",
                "FRAME-RATE=30.000",
                "NAME=\"Deutsch\",LANGUAGE=\"de\"",
                "NAME=\"English\",LANGUAGE=\"en\"")) {
            assertTrue(master.contains(part), master);
        }
        assertTrue(master.contains("CODECS=\"avc1.64001") && master.contains(",mp4a.40.2\""), master);
        Streams whole = Streams.of(folder.resolve("master.m3u8"));
        assertEquals(2, whole.of("video").size());
        assertEquals(2, whole.of("audio").size());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void soundThatBeginsLateIsFilledInALadder(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "hls", OddClips.lateSound());
        Path sound = of(outputs, Role.AUDIO).get(0).path();
        MediaPlaylist list = MediaPlaylist.parse(Files.readString(sound.resolveSibling("audio-1.m3u8")));
        assertEquals(4, list.seconds(), 0.05);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void anArchiveKeepsItsColoursInTheBestCodecThatThereIs(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "archive", OddClips.hdr());
        assertEquals(List.of("video.mp4", "poster.jpg"), names(outputs));
        JsonNode made = Streams.of(video(outputs)).video();
        assertEquals(
                binary.hasEncoder("libsvtav1") ? "av1" : "hevc",
                made.get("codec_name").asText());
        assertEquals("yuv420p10le", made.get("pix_fmt").asText());
        assertEquals("smpte2084", made.get("color_transfer").asText());
        assertEquals("bt2020", made.get("color_primaries").asText());
        assertEquals(2, Streams.of(video(outputs)).seconds(), 0.05);
        assertTrue(brightest(outputs) > 200, "brightest: " + brightest(outputs));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void theLongestAndTheNarrowestAreMadeToo(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (Path clip : List.of(OddClips.thin(), OddClips.narrow())) {
            assertPlays(
                    make(vertx, binary, "web", clip),
                    clip.equals(OddClips.thin()) ? new Size(1280, 4) : new Size(2, 300));
            assertTrue(names(make(vertx, binary, "hls", clip)).contains("master.m3u8"));
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void anArchiveOfTelevisionAndOfAScreenKeepsWhite(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (Path clip : List.of(OddClips.pal(), OddClips.screen())) {
            Outputs outputs = make(vertx, binary, "archive", clip);
            assertEquals(
                    "tv", Streams.of(video(outputs)).video().get("color_range").asText());
            assertTrue(brightest(outputs) > 245, clip.getFileName() + ": " + brightest(outputs));
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void highDynamicRangeOfOddSidesIsMappedToo(FfmpegBinary binary, Vertx vertx) throws Exception {
        assertPlays(make(vertx, binary, "web", OddClips.oddHdr()), new Size(320, 240));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void thePosterShowsSomethingThoughMostIsBlack(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "web", OddClips.mostlyBlack());
        assertTrue(brightest(outputs) > 100, "brightest: " + brightest(outputs));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void ofAVideoTheSoundAloneCanBeTaken(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, "audio", Clips.small());
        assertEquals(List.of("audio.m4a", "waveform-1.png"), names(outputs));
        Streams made = Streams.of(outputs.files().get(0).path());
        assertEquals(0, made.of("video").size());
        assertEquals(3, made.seconds(), 0.05);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aProbeMakesNothingAndSaysWhatThereIs(FfmpegBinary binary, Vertx vertx) throws Exception {
        var result = make(vertx, binary, "probe", OddClips.film()).result(name -> name);
        assertEquals(854, result.get("width"));
        assertEquals("h264", result.get("videoCodec"));
        assertEquals("opus", result.get("audioCodec"));
        assertEquals(List.of(), result.get("outputs"));
    }

    private Outputs make(Vertx vertx, FfmpegBinary binary, String profile, Path clip) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "attempt");
        Profile wanted = TestProfiles.named(profile);
        return new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary)
                .start(wanted, clip, folder, tick -> {})
                .outputs()
                .await(60, SECONDS);
    }

    /** H.264 that every browser plays, of this size, as long as its source, in the colours of every screen. */
    private static void assertPlays(Outputs outputs, Size size) throws Exception {
        Streams made = Streams.of(video(outputs));
        JsonNode video = made.video();
        assertEquals("h264", video.get("codec_name").asText());
        assertEquals("High", video.get("profile").asText());
        assertTrue(video.get("level").asInt() <= 42, video.get("level").toString());
        assertEquals("yuv420p", video.get("pix_fmt").asText());
        assertEquals(
                size, new Size(video.get("width").asInt(), video.get("height").asInt()));
        assertEquals("1:1", video.get("sample_aspect_ratio").asText());
        assertEquals("tv", video.get("color_range").asText());
        for (String tag : List.of("color_space", "color_primaries", "color_transfer")) {
            assertEquals("bt709", video.get(tag).asText(), tag);
        }
        assertEquals(outputs.durationSeconds(), made.seconds(), 0.05);
    }

    private static void assertLasts(double seconds, Path made, double framesPerSecond) throws Exception {
        assertEquals(seconds, Streams.of(made).seconds(), Streams.tolerance(framesPerSecond));
    }

    private static int brightest(Outputs outputs) throws Exception {
        BufferedImage poster =
                ImageIO.read(of(outputs, Role.POSTER).get(0).path().toFile());
        int brightest = 0;
        for (int y = 0; y < poster.getHeight(); y++) {
            for (int x = 0; x < poster.getWidth(); x++) {
                brightest = Math.max(brightest, poster.getRGB(x, y) >> 8 & 0xff);
            }
        }
        return brightest;
    }

    private static long distinctColours(BufferedImage image) {
        return Stream.of(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .flatMapToInt(java.util.Arrays::stream)
                .distinct()
                .count();
    }

    private static void assertNear(int expected, int actual) {
        for (int shift : new int[] {0, 8, 16}) {
            assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, 12, Integer.toHexString(actual));
        }
    }

    private static List<Output> of(Outputs outputs, Role role) {
        return outputs.files().stream().filter(file -> file.role() == role).toList();
    }

    private static Path video(Outputs outputs) {
        return of(outputs, Role.VIDEO).get(0).path();
    }

    private static List<String> names(Outputs outputs) {
        return outputs.files().stream().map(Output::name).toList();
    }
}
