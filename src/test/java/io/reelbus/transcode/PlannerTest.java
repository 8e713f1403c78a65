package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final FfmpegBinary NEW = binary("5.1.9", "libx264", "libx265", "libsvtav1");
    private static final FfmpegBinary OLD = binary("4.4.1-static", "libx264", "libx265");
    private static final MediaInfo FULL_HD = Media.of(Media.video(new Size(1920, 1080)), Media.STEREO);

    @Test
    void theWebProfileMakesA720pMp4OfOneDecode() {
        Plan plan = plan("web", FULL_HD, NEW);
        assertEquals(List.of("video.mp4"), names(plan));
        String arguments = String.join(" ", plan.arguments());
        assertTrue(
                arguments.startsWith("-hide_banner -loglevel warning -nostats -y -progress pipe:1 -stats_period 0.1 "
                        + "-nostdin -protocol_whitelist file "),
                arguments);
        assertEquals(1, plan.arguments().stream().filter("-i"::equals).count());
        assertTrue(
                arguments.contains("-filter_complex [0:0]scale=1280:720:in_color_matrix=bt709:out_color_matrix=bt709:"
                        + "out_range=tv,setsar=1,format=yuv420p,split=2[v0][t0];[t0]fps=15000/30000:eof_action=pass,"
                        + "tpad=stop_mode=clone:stop=15,trim=end_frame=15,scale=160:90,setsar=1,tile=10x10,"
                        + "tpad=start=1,settb=1/25,setpts=N[sheets] "),
                arguments);
        assertTrue(
                arguments.contains("-map [v0] -c:v libx264 -preset:v veryfast -crf:v 23 -profile:v high "
                        + "-maxrate:v 6000k -bufsize:v 12000k -g:v 241 -force_key_frames:v "
                        + "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+8.000)) -pix_fmt:v yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
                        + "-fps_mode:v vfr -map 0:1 -c:a:0 aac -b:a:0 128k -ac:a:0 2 "
                        + "-map_metadata -1 -map_chapters -1 -max_muxing_queue_size 100000000 -movflags +faststart -f mp4 "
                        + "file:video.mp4 "),
                arguments);
        assertTrue(
                arguments.endsWith("-map [sheets] -r 25 -c:v mjpeg -q:v 5 -fps_mode:v vfr -f image2 -start_number 0 "
                        + "file:storyboard-%d.jpg"),
                arguments);
    }

    @Test
    void anOldReleaseIsToldInItsOwnWords() {
        List<String> arguments = plan("web", FULL_HD, OLD).arguments();
        assertTrue(arguments.contains("-vsync") && !arguments.contains("-fps_mode:v"), arguments.toString());
    }

    @Test
    void aLadderHasAStepForEachSizeThatItsSourceFills() {
        assertEquals(
                List.of("video-1080p.mp4", "video-720p.mp4", "video-480p.mp4", "video-360p.mp4"),
                videos(plan("hls", FULL_HD, NEW)));
        assertEquals(
                List.of("video-480p.mp4", "video-360p.mp4"),
                videos(plan("hls", Media.of(Media.video(new Size(854, 480))), NEW)));
        assertEquals(List.of("video-240p.mp4"), videos(plan("hls", Media.of(Media.video(new Size(320, 240))), NEW)));
        assertEquals(
                List.of("video-1080p.mp4", "video-720p.mp4", "video-480p.mp4", "video-360p.mp4"),
                videos(plan("hls", Media.of(Media.video(new Size(2160, 3840))), NEW)));
    }

    @Test
    void noTwoStepsOfALadderHaveTheSameName() {
        assertEquals(
                List.of("video-2p.mp4", "video-2p-2.mp4", "video-2p-3.mp4", "video-2p-4.mp4"),
                videos(plan("hls", Media.of(Media.video(new Size(8000, 4))), NEW)));
    }

    @Test
    void thePicturesOfAStoryboardAreNeverMuchHigherThanWide() {
        var tall = plan("web", Media.of(Media.video(new Size(16, 2000))), NEW)
                .storyboard()
                .orElseThrow();
        assertEquals(new Size(2, 320), new Size(tall.tileWidth(), tall.tileHeight()));
        var wide = plan("web", Media.of(Media.video(new Size(2000, 16))), NEW)
                .storyboard()
                .orElseThrow();
        assertEquals(new Size(160, 2), new Size(wide.tileWidth(), wide.tileHeight()));
    }

    @Test
    void allStepsOfALadderHaveTheirKeyFramesAtTheSameTimes() {
        List<String> arguments = plan("hls", FULL_HD, NEW).arguments();
        assertEquals(4, count(arguments, "expr:gte(t,n_forced*2.000)"));
        assertEquals(4, count(arguments, "-sc_threshold:v"));
    }

    @Test
    void ofManyTracksTheOneToPlayComesFirstAndTheRuleSaysHowMany() {
        MediaInfo.Audio german = new MediaInfo.Audio(1, "ac3", 6, 48000, "deu", false);
        MediaInfo.Audio english = new MediaInfo.Audio(2, "aac", 1, 96000, "eng", true);
        MediaInfo source = Media.of(Media.video(new Size(640, 360)), german, english);
        String web = String.join(" ", plan("web", source, NEW).arguments());
        assertTrue(web.contains("-map 0:2 ") && !web.contains("-map 0:1 "), web);
        assertTrue(web.contains("-b:a:0 80k -ac:a:0 1 -ar:a:0 48000 "), web);

        String archive = String.join(" ", plan("archive", source, NEW).arguments());
        assertTrue(archive.contains("-map 0:2 -map 0:1 "), archive);
        assertTrue(archive.contains("-b:a:1 576k -ac:a:1 6 "), archive);

        Plan hls = plan("hls", source, NEW);
        assertEquals(List.of("eng", "deu"), languages(hls, Role.AUDIO));
    }

    @Test
    void anArchiveTakesTheBestEncoderThatThereIsAndKeepsItsColours() {
        MediaInfo source = coloured("yuv420p10le", new Colour("tv", "bt2020nc", "bt2020", "smpte2084"));
        String best = String.join(" ", plan("archive", source, NEW).arguments());
        assertTrue(best.contains("-c:v libsvtav1 -preset:v 8 -crf:v 30 "), best);
        String other = String.join(" ", plan("archive", source, OLD).arguments());
        assertTrue(other.contains("[0:0]scale=1920:1080:out_range=tv,setsar=1,format=yuv420p10le[v0]"), other);
        assertTrue(
                other.contains("-color_range tv -colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084 "
                        + "-tag:v hvc1 "),
                other);
    }

    @Test
    void highDynamicRangeIsMappedAtTheSizeThatIsMade() {
        MediaInfo source = coloured("yuv420p10le", new Colour("tv", "bt2020nc", "bt2020", "arib-std-b67"));
        String arguments = String.join(" ", plan("web", source, NEW).arguments());
        assertTrue(arguments.contains("[0:0]scale=1280:720,zscale=tin=arib-std-b67:"), arguments);
        assertTrue(arguments.contains("tonemap=tonemap=hable"), arguments);
    }

    @Test
    void whatIsKeptIsTaggedWithWordsThatFfmpegTakesAndWithTheRangeThatWasMade() {
        MediaInfo pal = coloured("yuv420p", new Colour("pc", "bt470bg", "bt470bg", "bt470bg"));
        String arguments = String.join(" ", plan("archive", pal, OLD).arguments());
        assertTrue(
                arguments.contains("-color_range tv -colorspace bt470bg -color_primaries bt470bg -color_trc gamma28 "),
                arguments);
        MediaInfo screen = coloured("gbrp", new Colour("pc", "gbr", "bt709", "log316"));
        String recorded = String.join(" ", plan("archive", screen, OLD).arguments());
        assertTrue(recorded.contains("scale=1920:1080:out_color_matrix=bt709:out_range=tv,"), recorded);
        assertTrue(recorded.contains("-colorspace bt709 -color_primaries bt709 -tag:v"), recorded);
        MediaInfo old = coloured("yuv420p", new Colour("tv", "fcc", "film", "bt1361e"));
        String film = String.join(" ", plan("archive", old, OLD).arguments());
        assertTrue(film.contains("scale=1920:1080:out_color_matrix=bt709:out_range=tv,"), film);
        assertTrue(film.contains("-color_range tv -colorspace bt709 -tag:v"), film);
    }

    private static MediaInfo coloured(String pixels, Colour colour) {
        return Media.of(
                new MediaInfo.Video(0, new Size(1920, 1080), "h264", OptionalDouble.of(25), 0, pixels, colour, false));
    }

    @Test
    void anArchiveOfWhatIsTooSmallForItsEncodersIsMadeByOneThatTakesAnything() {
        String arguments = String.join(
                " ",
                plan("archive", Media.of(Media.video(new Size(62, 200))), NEW).arguments());
        assertTrue(arguments.contains("-c:v libx264 "), arguments);
    }

    @Test
    void anArchiveOfWhatIsStretchedBeyondMeasureIsBounded() {
        Plan plan = plan("archive", Media.of(Media.video(new Size(900_000, 900))), NEW);
        assertEquals(8192, plan.main().orElseThrow().size().orElseThrow().width());
    }

    @Test
    void aLadderOfUnevenFramesHasThemAsOftenAsTheyCome() {
        MediaInfo uneven = rates(3.68, 30);
        String arguments = String.join(" ", plan("hls", uneven, NEW).arguments());
        assertTrue(arguments.contains("[0:0]fps=30:start_time=0,"), arguments);
        // Two seconds of them lie between key frames, and the one that is not to come first.
        assertTrue(arguments.contains("-g:v 61 "), arguments);
        String film = String.join(" ", plan("hls", rates(23.98, 23.98), NEW).arguments());
        assertTrue(film.contains("[0:0]fps=24000/1001:start_time=0,"), film);
        String frozen = String.join(" ", plan("hls", rates(0.0001, 0.0001), NEW).arguments());
        assertFalse(frozen.contains("fps=0"), frozen);
    }

    @Test
    void ofUnevenFramesTheLastOneIsHeldWhereFfmpegWouldCutIt() {
        MediaInfo uneven = rates(3.68, 29.97);
        String held =
                "tpad=stop=4:stop_mode=clone,select=isnan(prev_selected_t)+gt(t-prev_selected_t\\,0.1/(30000/1001))";
        assertTrue(String.join(" ", plan("web", uneven, NEW).arguments()).contains(held));
        assertFalse(String.join(" ", plan("web", rates(25, 25), NEW).arguments())
                .contains("tpad=stop=4:stop_mode=clone"));
        assertFalse(String.join(" ", plan("hls", uneven, NEW).arguments()).contains("tpad=stop=4:stop_mode=clone"));
        FfmpegBinary newer = new FfmpegBinary(NEW.path(), "6.1.1", false, NEW.abilities());
        assertFalse(String.join(" ", plan("web", uneven, newer).arguments()).contains("tpad=stop=4:stop_mode=clone"));
    }

    @Test
    void fieldsThatAreCountedAsFramesDoNotDoubleThem() {
        String arguments = String.join(" ", plan("hls", rates(25, 50), NEW).arguments());
        assertTrue(arguments.contains("[0:0]fps=25:start_time=0,"), arguments);
    }

    private static MediaInfo rates(double average, double finest) {
        return Media.of(new MediaInfo.Video(
                0,
                new Size(1280, 720),
                "h264",
                OptionalDouble.of(average),
                OptionalDouble.of(finest),
                0,
                "yuv420p",
                Colour.UNKNOWN,
                false,
                Orientation.UPRIGHT));
    }

    @Test
    void fieldsAndTooManyFramesAreSeenToFirst() {
        MediaInfo source = Media.of(new MediaInfo.Video(
                0, new Size(720, 576), "mpeg2video", OptionalDouble.of(120), 0, "yuv420p", Colour.UNKNOWN, true));
        String arguments = String.join(" ", plan("web", source, NEW).arguments());
        assertTrue(arguments.contains("[0:0]bwdif=mode=send_frame:deint=all,fps=60,scale=720:576:out_"), arguments);
    }

    @Test
    void aTurnThatFfmpegHasSaidTooIsNotDoneTwice() {
        MediaInfo.Video once = Media.video(new Size(4000, 3000)).oriented(Orientation.CLOCKWISE);
        assertEquals(new Size(3000, 4000), once.size());
        assertEquals(once, once.oriented(Orientation.CLOCKWISE));
    }

    @Test
    void ofALongVideoThePicturesOfTheStoryboardAreFartherApart() {
        assertEquals(2, seconds(OptionalDouble.of(30)));
        assertEquals(36, seconds(OptionalDouble.of(7200)));
        assertEquals(
                Optional.empty(),
                plan("web", Media.lasting(OptionalDouble.empty(), "matroska"), NEW)
                        .storyboard());
        assertEquals(
                Optional.empty(),
                plan("web", Media.lasting(OptionalDouble.of(9), "mpegts"), NEW).storyboard());
    }

    @Test
    void aPictureThatStandsBecomesAPicture() {
        Plan plan = plan("web", Media.lasting(OptionalDouble.empty(), "png_pipe"), NEW);
        assertEquals(List.of("image.jpg"), names(plan));
        assertEquals(Optional.empty(), plan.main());
    }

    @Test
    void aPictureThatStandsIsTurnedBeforeItIsMadeSmaller() {
        MediaInfo.Video lying = Media.video(new Size(4000, 3000)).oriented(Orientation.TRANSVERSED);
        assertEquals(new Size(3000, 4000), lying.size());
        MediaInfo photograph = new MediaInfo(
                OptionalDouble.empty(), Optional.of(lying), List.of(), List.of(), 1, "jpeg_pipe", OptionalLong.empty());
        String arguments = String.join(" ", plan("web", photograph, NEW).arguments());
        assertTrue(arguments.contains("[0:0]transpose=clock_flip,sidedata=mode=delete,scale=720:960,"), arguments);
        assertTrue(arguments.contains("-noautorotate -f jpeg_pipe -i "), arguments);
    }

    @Test
    void soundAloneBecomesAFileOfSound() {
        for (String profile : List.of("web", "audio")) {
            assertEquals(List.of("audio.m4a", "waveform-1.png"), names(plan(profile, sound(), NEW)));
        }
        assertEquals(List.of("audio-1.mp4", "audio-1.m3u8", "waveform-1.png"), names(plan("hls", sound(), NEW)));
    }

    @Test
    void aProbeRunsNothing() {
        Plan plan = plan("probe", FULL_HD, NEW);
        assertEquals(List.of(), plan.arguments());
        assertEquals(List.of(), plan.products());
    }

    @Test
    void whereThereIsNothingToMakeItSaysWhy() {
        MediaInfo silent = Media.of(Media.video(new Size(640, 360)));
        assertEquals(Failure.NO_AUDIO_STREAM, failure("audio", silent));
        MediaInfo nothing = new MediaInfo(
                OptionalDouble.of(1), Optional.empty(), List.of(), List.of(), 1, "mov", OptionalLong.empty());
        assertEquals(Failure.NOT_A_VIDEO, failure("web", nothing));
    }

    @Test
    void subtitlesThatArePicturesAreLeftOut() {
        MediaInfo source = new MediaInfo(
                OptionalDouble.of(1),
                Optional.of(Media.video(new Size(640, 360))),
                List.of(),
                List.of(
                        new MediaInfo.Subtitles(1, "hdmv_pgs_subtitle", "eng"),
                        new MediaInfo.Subtitles(2, "ass", "fre")),
                3,
                "matroska",
                OptionalLong.empty());
        Plan plan = plan("web", source, NEW);
        assertEquals(List.of("video.mp4", "subtitles-1.vtt"), names(plan));
        assertEquals(List.of("fre"), languages(plan, Role.SUBTITLES));
        assertFalse(plan.arguments().contains("0:1"));
    }

    private static Plan plan(String profile, MediaInfo source, FfmpegBinary binary) {
        return Planner.plan(
                TestProfiles.named(profile),
                source,
                binary,
                TranscodeConfig.DEFAULTS.mediaBounds(),
                Path.of("/media/in"));
    }

    private static Failure failure(String profile, MediaInfo source) {
        return assertThrows(FailureException.class, () -> plan(profile, source, NEW))
                .failure();
    }

    private static double seconds(OptionalDouble duration) {
        return plan("web", Media.lasting(duration, "mov"), NEW)
                .storyboard()
                .orElseThrow()
                .intervalSeconds();
    }

    private static MediaInfo sound() {
        return new MediaInfo(
                OptionalDouble.of(2),
                Optional.empty(),
                List.of(Media.STEREO),
                List.of(),
                1,
                "flac",
                OptionalLong.empty());
    }

    private static List<String> names(Plan plan) {
        return plan.products().stream().map(Product::name).toList();
    }

    private static List<String> videos(Plan plan) {
        return plan.products().stream()
                .filter(product -> product.role() == Role.VIDEO)
                .map(Product::name)
                .toList();
    }

    private static List<String> languages(Plan plan, Role role) {
        return plan.products().stream()
                .filter(product -> product.role() == role)
                .map(Product::language)
                .toList();
    }

    private static long count(List<String> arguments, String argument) {
        return arguments.stream().filter(argument::equals).count();
    }

    private static FfmpegBinary binary(String version, String... encoders) {
        return new FfmpegBinary(
                Path.of("/x"),
                version,
                false,
                new Abilities(Set.of(encoders), Set.of("zscale", "tonemap"), Set.of(), Set.of()));
    }
}
