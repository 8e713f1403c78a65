package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is planned of sources that few cameras make. */
class OddSourcesTest {
    private static final FfmpegBinary BINARY = new FfmpegBinary(
            Path.of("/x"),
            "5.1.8",
            false,
            new Abilities(Set.of("libx264", "libx265"), Set.of("zscale", "tonemap"), Set.of(), Set.of()));

    private static final String HELD = "tpad=stop=4:stop_mode=clone";

    @Test
    void ofChannelsThatNobodyCanMixTheFirstAreTaken() {
        var twelve = new MediaInfo.Audio(1, "pcm_s16le", 12, 48_000, "", true, false);
        MediaInfo film = Media.of(Media.video(new Size(640, 360)), twelve);
        for (String profile : List.of("web", "archive")) {
            String arguments = plan(profile, film);
            assertTrue(arguments.contains(" -ac:a:0 2 -filter:a:0 pan=stereo|c0=c0|c1=c1 "), arguments);
        }
        String ladder = plan("hls", film);
        assertTrue(ladder.contains("-filter:a pan=stereo|c0=c0|c1=c1,aresample=async=1000:first_pts=0"), ladder);
        MediaInfo sound = new MediaInfo(
                OptionalDouble.of(2), Optional.empty(), List.of(twelve), List.of(), 1, "wav", OptionalLong.empty());
        assertTrue(plan("audio", sound).contains("[0:1]pan=mono|c0=c0,aresample"), plan("audio", sound));
    }

    @Test
    void whoseLayoutHasANameCanBeMixed() {
        for (String layout : List.of("mono", "stereo", "5.1(side)", "7.1", "quad", "1 channels", "2 channels")) {
            assertTrue(sound(layout).mixable(), layout);
        }
        for (String layout : List.of("12 channels", "9 channels", "ambisonic 1", "22.2", "hexadecagonal")) {
            assertFalse(sound(layout).mixable(), layout);
        }
    }

    @Test
    void anMp4TellsTheLanguageOfEachOfItsTracks() {
        MediaInfo film = Media.of(
                Media.video(new Size(640, 360)),
                new MediaInfo.Audio(1, "aac", 2, 48_000, "deu", true),
                new MediaInfo.Audio(2, "aac", 2, 48_000, "", false),
                new MediaInfo.Audio(3, "aac", 2, 48_000, "eng", false));
        String arguments = plan("archive", film);
        assertTrue(arguments.contains("-metadata:s:a:0 language=deu "), arguments);
        assertFalse(arguments.contains("-metadata:s:a:1 "), arguments);
        assertTrue(arguments.contains("-metadata:s:a:2 language=eng "), arguments);
    }

    @Test
    void whatMayComeEachMillisecondIsMadeRarer() {
        String rarer = "[0:0]select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,0.015667),";
        String clock = plan("web", rates(OptionalDouble.empty(), OptionalDouble.empty()));
        assertTrue(clock.contains(rarer), clock);
        assertFalse(
                plan("web", rates(OptionalDouble.of(30), OptionalDouble.of(30))).contains(rarer));
    }

    @Test
    void whereFramesHaveNoPlacesInTheirFileTheEndIsNotMoved() {
        MediaInfo uneven = rates(OptionalDouble.of(25), OptionalDouble.of(50));
        assertTrue(plan("web", uneven).contains(HELD));
        MediaInfo stream = new MediaInfo(
                uneven.durationSeconds(), uneven.video(), List.of(), List.of(), 1, "mpegts", OptionalLong.empty());
        assertFalse(plan("web", stream).contains(HELD));
    }

    @Test
    void filmsAndWhatStandsUprightAreOfHighDefinitionToo() {
        for (Size high : List.of(new Size(1280, 544), new Size(608, 1080), new Size(1920, 800))) {
            assertTrue(plan("web", Media.of(Media.video(high))).contains(":in_color_matrix=bt709"), high.toString());
        }
        for (Size low : List.of(new Size(1024, 576), new Size(640, 480), new Size(1024, 432))) {
            assertFalse(plan("web", Media.of(Media.video(low))).contains(":in_color_matrix="), low.toString());
        }
    }

    @Test
    void fieldsAreNotWovenWhereThereAreTooFewLines() {
        assertTrue(plan("web", interlaced(new Size(720, 576))).contains("bwdif"));
        assertFalse(plan("web", interlaced(new Size(2, 2))).contains("bwdif"));
    }

    private static MediaInfo.Audio sound(String layout) {
        Banner banner = Banner.read(List.of("  Stream #0:0: Audio: pcm_s16le, 48000 Hz, " + layout + ", s16, 9 kb/s"));
        assertEquals(1, banner.audio().size());
        return banner.audio().get(0);
    }

    private static MediaInfo interlaced(Size size) {
        return Media.of(
                new MediaInfo.Video(0, size, "h264", OptionalDouble.of(25), 0, "yuv420p", Colour.UNKNOWN, true));
    }

    private static MediaInfo rates(OptionalDouble average, OptionalDouble finest) {
        return Media.of(new MediaInfo.Video(
                0,
                new Size(640, 360),
                "h264",
                average,
                finest,
                0,
                "yuv420p",
                Colour.UNKNOWN,
                false,
                Orientation.UPRIGHT));
    }

    private static String plan(String profile, MediaInfo source) {
        return String.join(
                " ",
                Planner.plan(
                                TestProfiles.named(profile),
                                source,
                                BINARY,
                                TranscodeConfig.DEFAULTS.mediaBounds(),
                                Path.of("/media/in"))
                        .arguments());
    }
}
