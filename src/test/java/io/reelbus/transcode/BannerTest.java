package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What ffmpeg 4.4.1 and newer releases say of files, word for word. */
class BannerTest {
    @Test
    void anMp4HasVideoAndAudioAndItsTitleCannotPoseAsAStream() {
        Banner banner = read("""
                Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/in/a.mp4':
                  Metadata:
                    major_brand     : isom
                    title           : a
                                    : Stream #0:0: Video: h264, 9x9
                    encoder         : Lavf58.76.100
                  Duration: 00:00:03.00, start: 0.000000, bitrate: 1992 kb/s
                  Stream #0:0(und): Video: h264 (Constrained Baseline) (avc1 / 0x31637661), yuv420p, 640x360 [SAR 1:1 DAR 16:9], 1911 kb/s, 30 fps, 30 tbr, 15360 tbn, 60 tbc (default)
                    Metadata:
                      handler_name    : VideoHandler
                      vendor_id       : [0][0][0][0]
                  Stream #0:1(und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, mono, fltp, 70 kb/s (default)
                    Metadata:
                      handler_name    : SoundHandler
                At least one output file must be specified
                """);
        assertEquals(Media.video(new Size(640, 360)), banner.video().orElseThrow());
        assertEquals(
                new MediaInfo.Audio(1, "aac", 1, 48000, "", true),
                banner.audio().get(0));
        assertEquals(OptionalLong.of(1_992_000), banner.bitrate());
    }

    @Test
    void theDisplayMatrixTurnsAnticlockwiseAndOutranksTheTag() {
        Banner banner = read("""
                  Duration: 00:00:03.00, start: 0.000000, bitrate: 1992 kb/s
                  Stream #0:0: Video: h264 (Constrained Baseline) (avc1 / 0x31637661), yuv420p, 640x360 [SAR 1:1 DAR 16:9], 1911 kb/s, 30 fps, 30 tbr, 15360 tbn, 60 tbc (default)
                    Metadata:
                      rotate          : 90
                      handler_name    : VideoHandler
                    Side data:
                      displaymatrix: rotation of 90.00 degrees
                  Stream #0:1: Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, mono, fltp, 70 kb/s (default)
                """);
        assertEquals(270, banner.video().orElseThrow().rotation());
        assertEquals(new Size(360, 640), banner.video().orElseThrow().size());
    }

    @Test
    void theRotateTagCountsWhereThereIsNoMatrix() {
        Banner banner = read("""
                  Stream #0:0: Video: h264, yuv420p, 640x360, 30 fps, 30 tbr, 15360 tbn, 60 tbc (default)
                    Metadata:
                      rotate          : 90
                """);
        assertEquals(90, banner.video().orElseThrow().rotation());
    }

    @Test
    void oddAnglesBecomeQuarters() {
        for (String[] angle : new String[][] {
            {"-90.00", "90"}, {"-180.00", "180"}, {"180.00", "180"}, {"-0.00", "0"}, {"-89.30", "90"}
        }) {
            Banner banner =
                    read("  Stream #0:0: Video: h264, yuv420p, 640x360, 30 fps\n      displaymatrix: rotation of "
                            + angle[0] + " degrees\n");
            assertEquals(
                    Integer.parseInt(angle[1]), banner.video().orElseThrow().rotation());
        }
    }

    @Test
    void aRotationOfAnotherStreamTurnsNothing() {
        Banner banner = read("""
                  Stream #0:0: Video: h264, yuv420p, 640x360, 30 fps, 30 tbr, 15360 tbn, 60 tbc (default)
                  Stream #0:1: Video: h264, yuv420p, 320x180, 30 fps, 30 tbr, 15360 tbn, 60 tbc
                    Side data:
                      displaymatrix: rotation of 90.00 degrees
                """);
        assertEquals(0, banner.video().orElseThrow().rotation());
        assertEquals(2, banner.videoStreams());
    }

    @Test
    void theShapeOfPixelsThatTheContainerSaysOutranksThatOfTheCodec() {
        Banner banner = read("""
                  Duration: 00:00:02.00, start: 0.000000, bitrate: 283 kb/s
                  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(progressive), 720x576 [SAR 1:1 DAR 5:4], 283 kb/s, SAR 64:45 DAR 16:9, 25 fps, 25 tbr, 12800 tbn (default)
                """);
        assertEquals(new Size(1024, 576), banner.video().orElseThrow().size());
    }

    @Test
    void pixelsThatAreNotSquareAreSeen() {
        Banner banner = read("""
                  Duration: 00:00:00.96, start: 0.540000, bitrate: 1826 kb/s
                  Stream #0:0[0x1e0]: Video: mpeg2video (Main), yuv420p(tv, progressive), 720x576 [SAR 64:45 DAR 16:9], 25 fps, 25 tbr, 90k tbn, 50 tbc
                    Side data:
                      cpb: bitrate max/min/avg: 0/0/0 buffer size: 49152 vbv_delay: N/A
                """);
        assertEquals(
                new MediaInfo.Video(
                        0,
                        new Size(1024, 576),
                        "mpeg2video",
                        OptionalDouble.of(25),
                        0,
                        "yuv420p",
                        new Colour("tv", "", "", ""),
                        false),
                banner.video().orElseThrow());
        assertEquals(List.of(), banner.audio());
    }

    @Test
    void aLiveRecordingHasNoDuration() {
        List<String> said = """
                Input #0, matroska,webm, from 'file:/in/na.webm':
                  Metadata:
                    ENCODER         : Lavf58.76.100
                  Duration: N/A, start: -0.007000, bitrate: N/A
                  Stream #0:0: Video: vp8, yuv420p(progressive), 640x360, SAR 1:1 DAR 16:9, 30 fps, 30 tbr, 1k tbn, 1k tbc (default)
                  Stream #0:1: Audio: opus, 48000 Hz, mono, fltp (default)
                At least one output file must be specified
                """.lines().toList();
        assertEquals(OptionalLong.empty(), Banner.read(said).bitrate());
        assertEquals("vp8", Banner.read(said).video().orElseThrow().codec());
        // jave reads the length: any file that is there will do as its source.
        assertTrue(JaveReader.read(Path.of("pom.xml"), said).orElseThrow().getDuration() <= 0);
    }

    @Test
    void aNumberThatIsTooMuchForJaveCostsOnlyDetails() {
        List<String> said = List.of(
                "Input #0, matroska,webm, from 'file:/in/a':",
                "  Duration: 00:00:03.00, start: 0.000000, bitrate: 1992 kb/s",
                "  Stream #0:0: Video: vp8, yuv420p, 640x360, 99999999999 kb/s, 30 fps");
        assertEquals(
                "unknown",
                JaveReader.read(Path.of("pom.xml"), said).orElseThrow().getFormat());
    }

    @Test
    void aCoverPictureIsNoVideo() {
        Banner banner = read("""
                  Duration: 00:00:02.04, start: 0.025056, bitrate: 103 kb/s
                  Stream #0:0: Audio: mp3, 44100 Hz, mono, fltp, 64 kb/s
                  Stream #0:1: Video: png, rgb24(pc), 300x300 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn, 90k tbc (attached pic)
                    Metadata:
                      comment         : Other
                """);
        assertEquals(Optional.empty(), banner.video());
        assertEquals(0, banner.videoStreams());
        assertEquals(
                new MediaInfo.Audio(0, "mp3", 1, 44100, "", false),
                banner.audio().get(0));
    }

    @Test
    void streamsOfUnknownCodecsCannotBeUsed() {
        Banner banner = read("""
                  Stream #0:0[0x100]: Video: none ([6][0][0][0] / 0x0006), none, 90k tbr, 90k tbn, 90k tbc
                  Stream #0:1[0x101]: Audio: none ([6][0][0][0] / 0x0006), 0 channels
                """);
        assertEquals(Optional.empty(), banner.video());
        assertEquals(1, banner.videoStreams());
        assertEquals(List.of(), banner.audio());
    }

    @Test
    void surroundSoundIsCounted() {
        String line = "  Stream #0:0[0x100]: Audio: ac3 (AC-3 / 0x332D4341), 44100 Hz, 5.1(side), fltp, 448 kb/s";
        assertEquals(
                new MediaInfo.Audio(0, "ac3", 6, 44100, "", false),
                read(line).audio().get(0));
    }

    @Test
    void aClockIsNoFrameRate() {
        String line =
                "  Stream #0:0: Video: vp8, yuv420p(progressive), 640x360, SAR 1:1 DAR 16:9, 1k tbr, 1k tbn (default)";
        assertEquals(OptionalDouble.empty(), read(line).video().orElseThrow().frameRate());
        String film = "  Stream #0:0: Video: vp9, yuv420p, 640x360, 23.98 fps, 24 tbr, 1k tbn";
        assertEquals(OptionalDouble.of(23.98), read(film).video().orElseThrow().frameRate());
    }

    @Test
    void fieldsAreSeenAndOtherWordsAreNot() {
        for (String fields : List.of("top first", "tv, bottom first", "tv, bt709, top coded first (swapped)")) {
            String line = "  Stream #0:0: Video: h264, yuv420p(" + fields + "), 720x576, 25 fps";
            assertTrue(read(line).video().orElseThrow().interlaced(), fields);
        }
        for (String fields : List.of("progressive", "tv, bt709", "tv, unknown/bt709/bt709, progressive")) {
            String line = "  Stream #0:0: Video: h264, yuv420p(" + fields + "), 720x576, 25 fps";
            assertFalse(read(line).video().orElseThrow().interlaced(), fields);
        }
    }

    @Test
    void whatColoursAreMeantIsReadHoweverItIsSaid() {
        assertEquals(new Colour("pc", "bt709", "bt709", "bt709"), Colour.read("pc, bt709, progressive"));
        assertEquals(new Colour("", "bt2020nc", "", "smpte2084"), Colour.read("bt2020nc/unknown/smpte2084"));
        assertEquals(Colour.UNKNOWN, Colour.read("top coded first (swapped)"));
        assertTrue(Colour.read("tv, bt2020nc/bt2020/smpte2084").isHighRange());
        assertFalse(Colour.read("tv, bt2020nc/bt2020/bt709").isHighRange());
    }

    @Test
    void everyStreamIsCountedAndLanguagesAreRead() {
        Banner banner = read("""
                  Stream #0:0[0x1](und): Video: h264, yuv420p, 640x360, 30 fps (default)
                  Stream #0:1[0x2](eng): Audio: aac (LC), 48000 Hz, stereo, fltp, 128 kb/s
                  Stream #0:2[0x3](deu): Audio: aac (LC), 48000 Hz, 5.1, fltp, 384 kb/s (default)
                  Stream #0:3(fre): Subtitle: mov_text (tx3g / 0x67337874), 0 kb/s
                  Stream #0:4: Subtitle: hdmv_pgs_subtitle, 1920x1080
                  Stream #0:5: Data: bin_data
                """);
        assertEquals(
                List.of(
                        new MediaInfo.Audio(1, "aac", 2, 48000, "eng", false),
                        new MediaInfo.Audio(2, "aac", 6, 48000, "deu", true)),
                banner.audio());
        assertEquals(
                List.of(
                        new MediaInfo.Subtitles(3, "mov_text", "fre"),
                        new MediaInfo.Subtitles(4, "hdmv_pgs_subtitle", "")),
                banner.subtitles());
        assertTrue(banner.subtitles().get(0).isText());
        assertFalse(banner.subtitles().get(1).isText());
        assertEquals(5, banner.streams(), "data is none of those that count");
    }

    @Test
    void aStreamIsSeenWhateverIsSaidOfItsLanguage() {
        Banner banner = read("""
                  Stream #0:0(en-US): Video: h264, yuv420p, 640x360, 3.68 fps, 30 tbr
                  Stream #0:1[0x101](eng,fra): Audio: mp2, 48000 Hz, stereo, fltp, 128 kb/s
                  Stream #0:2(Brazilian Portuguese): Audio: vorbis, 48000 Hz, quad, fltp, 128 kb/s
                """);
        assertEquals(3, banner.streams());
        assertEquals(OptionalDouble.of(3.68), banner.video().orElseThrow().frameRate());
        assertEquals(OptionalDouble.of(30), banner.video().orElseThrow().finestRate());
        assertEquals(
                List.of("", ""),
                banner.audio().stream().map(MediaInfo.Audio::language).toList());
        assertEquals(4, banner.audio().get(1).channels());
    }

    @Test
    void newerReleasesAreUnderstoodToo() {
        Banner banner = read("""
                  Duration: 00:00:30.03, start: 0.000000, bitrate: 5011 kb/s
                  Stream #0:0[0x1](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67, progressive), 1920x1080 [SAR 1:1 DAR 16:9], 4811 kb/s, 29.97 fps, 29.97 tbr, 600 tbn (default)
                      Metadata:
                        handler_name    : Core Media Video
                      Side data:
                        displaymatrix: rotation of -90.00 degrees
                  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 184 kb/s (default)
                """);
        assertEquals(
                new MediaInfo.Video(
                        0,
                        new Size(1080, 1920),
                        "hevc",
                        OptionalDouble.of(29.97),
                        90,
                        "yuv420p10le",
                        new Colour("tv", "bt2020nc", "bt2020", "arib-std-b67"),
                        false),
                banner.video().orElseThrow());
        assertEquals(
                new MediaInfo.Audio(1, "aac", 2, 44100, "", true),
                banner.audio().get(0));
    }

    private static Banner read(String said) {
        return Banner.read(said.lines().toList());
    }
}
