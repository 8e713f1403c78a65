package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.transcode.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static final Set<String> ENCODERS = Set.of("libx264", "libx265", "aac", "mjpeg", "png", "webvtt");
    private static final Set<String> MUXERS = Set.of("mp4", "hls", "mjpeg", "image2", "image2pipe", "webvtt");
    private static final Abilities ALL = new Abilities(ENCODERS, Set.of(), MUXERS, Arguments.demuxers());

    /** All that a profile makes something of: pictures, sound and words, sound alone, a picture that stands. */
    private static final List<MediaInfo> SOURCES = List.of(
            source(Optional.of(Media.video(new Size(1920, 1080))), List.of(Media.STEREO), "matroska"),
            source(Optional.of(Media.video(new Size(32, 32))), List.of(), "matroska"),
            source(Optional.empty(), List.of(Media.STEREO), "matroska"),
            source(Optional.of(Media.video(new Size(640, 480))), List.of(), "png_pipe"));

    private static MediaInfo source(Optional<MediaInfo.Video> video, List<MediaInfo.Audio> audio, String format) {
        return new MediaInfo(
                OptionalDouble.of(30),
                video,
                audio,
                List.of(new MediaInfo.Subtitles(2, "ass", "fre")),
                3,
                format,
                OptionalLong.empty());
    }

    private static FfmpegBinary binary(Abilities abilities) {
        return new FfmpegBinary(Path.of("/x"), "6.1", false, abilities);
    }

    private static Set<String> without(Set<String> all, String... names) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(Set.of(names));
        return rest;
    }

    private static List<String> missing(String profile, Abilities abilities) {
        return Offer.of(TestProfiles.ALL, binary(abilities), EncoderTrials.NONE).stream()
                .collect(Collectors.toMap(offer -> offer.profile().name(), Offer::missing))
                .getOrDefault(profile, List.of("no such profile"));
    }

    private static List<String> withoutEncoders(String profile, String... names) {
        return missing(profile, new Abilities(without(ENCODERS, names), Set.of(), MUXERS, Arguments.demuxers()));
    }

    private static List<String> withoutMuxers(String profile, String... names) {
        return missing(profile, new Abilities(ENCODERS, Set.of(), without(MUXERS, names), Arguments.demuxers()));
    }

    @Test
    void whatAnFfmpegLacksForAProfileIsSaid() {
        for (String profile : List.of("web", "hls", "archive", "audio", "probe")) {
            assertEquals(List.of(), missing(profile, ALL), profile);
        }
        assertEquals(List.of("the encoder libsvtav1 or libx265"), withoutEncoders("archive", "libx265"));
        assertEquals(List.of("the encoder aac"), withoutEncoders("audio", "aac"));
        assertEquals(List.of("the encoder libx264", "the encoder aac"), withoutEncoders("hls", "libx264", "aac"));
        assertEquals(List.of("the encoder png"), withoutEncoders("audio", "png"));
        assertEquals(List.of("the encoder mjpeg", "the encoder webvtt"), withoutEncoders("web", "mjpeg", "webvtt"));
    }

    @Test
    void formatsThatAreMadeAreNeededByThoseThatMakeThem() {
        assertEquals(List.of("the muxer hls"), withoutMuxers("hls", "hls"));
        assertEquals(List.of("the muxer mp4"), withoutMuxers("hls", "mp4"));
        assertEquals(List.of(), withoutMuxers("web", "hls"));
        assertEquals(List.of("the muxer webvtt"), withoutMuxers("web", "webvtt"));
        assertEquals(List.of(), withoutMuxers("audio", "webvtt", "image2pipe", "mjpeg"));
        assertEquals(List.of("the muxer image2"), withoutMuxers("audio", "image2"));
    }

    @Test
    void aProbeNeedsWhatIsReadAndNothingElse() {
        assertEquals(List.of(), missing("probe", new Abilities(Set.of(), Set.of(), Set.of(), Arguments.demuxers())));
    }

    @Test
    void eachFormatThatIsTakenIsNeededByAll() {
        Set<String> some = without(Arguments.demuxers(), "wav", "jpeg_pipe");
        for (String profile : List.of("web", "hls", "archive", "audio", "probe")) {
            assertEquals(
                    List.of("the demuxer wav", "the demuxer jpeg_pipe"),
                    missing(profile, new Abilities(ENCODERS, Set.of(), MUXERS, some)));
        }
    }

    /** Whoever plans something new is told here to name what it takes. */
    @Test
    void whateverIsPlannedTakesNothingThatIsNotNamed() {
        Set<String> seen = new TreeSet<>();
        for (Profile profile : TestProfiles.ALL.all()) {
            Needs needs = Needs.of(profile);
            Set<String> encoders =
                    needs.encoders().stream().flatMap(Set::stream).collect(Collectors.toSet());
            encoders.add("libx264");
            for (List<String> arguments : runs(profile)) {
                Set<String> made = values(arguments.subList(arguments.indexOf("-i"), arguments.size()), "-f");
                Set<String> encoded = values(arguments, "-c:[vas](:\\d+)?");
                assertTrue(needs.muxers().containsAll(made), () -> profile.name() + " makes " + made);
                assertTrue(encoders.containsAll(encoded), () -> profile.name() + " encodes by " + encoded);
                assertTrue(needs.demuxers().containsAll(values(arguments.subList(0, arguments.indexOf("-i")), "-f")));
                seen.addAll(made);
                seen.addAll(encoded);
            }
        }
        Set<String> all = new TreeSet<>(ENCODERS);
        all.addAll(MUXERS);
        assertEquals(all, seen, "all of it is planned by some profile");
    }

    private static List<List<String>> runs(Profile profile) {
        List<List<String>> runs = new ArrayList<>();
        for (MediaInfo source : SOURCES) {
            boolean any = profile.videoRule().isPresent() && source.video().isPresent()
                    || profile.audioRule().isPresent() && !source.audio().isEmpty();
            if (any) {
                runs.add(Planner.plan(
                                profile, source, binary(ALL), TranscodeConfig.DEFAULTS.mediaBounds(), Path.of("/in"))
                        .arguments());
            }
        }
        if (profile.pictureRule().poster()) {
            runs.add(Pictures.poster(0.5, 30, List.of(), Path.of("/made.mp4")));
        }
        Pictures.storyboard(profile, new Size(640, 480), 30)
                .ifPresent(sheets -> runs.add(Pictures.sheets(sheets, Path.of("/made.mp4"), false)));
        return runs;
    }

    /** What stands behind each option that matches. */
    private static Set<String> values(List<String> arguments, String option) {
        Set<String> values = new TreeSet<>();
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (arguments.get(i).matches(option)) {
                values.add(arguments.get(i + 1));
            }
        }
        return values;
    }
}
