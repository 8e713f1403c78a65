package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Warnings;
import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Packaging;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import io.reelbus.transcode.profile.VideoRule;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Encoders that both kinds of ffmpeg list, and which of them work as profiles set them. */
class EncoderTrialsIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<FfmpegBinary> BINARIES = List.of(Binaries.system(), Binaries.bundled());

    private static final Encoder GOOD = encoder("libx264", Map.of("preset", "ultrafast", "crf", "30"));
    private static final Encoder OPTION = encoder("libx264", Map.of("crf", "abc"));
    private static final Encoder PRESET = encoder("libx264", Map.of("preset", "furious"));
    private static final Encoder SOUND = encoder("aac", Map.of());
    private static final Encoder HARDWARE = encoder("h264_v4l2m2m", Map.of());
    private static final Encoder ABSENT = encoder("libnone", Map.of());

    @AfterAll
    static void close() {
        Await.result(VERTX.close());
    }

    private static Encoder encoder(String name, Map<String, String> options) {
        return new Encoder(name, 2, options);
    }

    private static Profile profile(String name, Encoder... encoders) {
        VideoRule rule = TestProfiles.web().videoRule().orElseThrow();
        var video = new VideoRule(
                Arrays.asList(encoders),
                rule.renditions(),
                rule.dynamicRange(),
                rule.maxFrameRate(),
                rule.keyFrameSeconds());
        return new Profile(name, "For a test.", Packaging.MP4, video, null, false, null);
    }

    private static EncoderTrials run(FfmpegBinary binary, Profiles profiles) {
        return Await.result(EncoderTrials.run(VERTX, TranscodeConfig.DEFAULTS, binary, profiles));
    }

    private static List<Encoder> encoders(Profiles profiles, String name) {
        return profiles.find(name).flatMap(Profile::videoRule).orElseThrow().encoders();
    }

    private static List<String> missing(Profiles profiles, FfmpegBinary binary, EncoderTrials trials, String name) {
        return Offer.of(profiles, binary, trials).stream()
                .filter(offer -> offer.profile().name().equals(name))
                .findFirst()
                .orElseThrow()
                .missing();
    }

    @Test
    void thoseOfTheProfilesThatComeWithReelbusWork() {
        for (FfmpegBinary binary : BINARIES) {
            EncoderTrials trials = run(binary, TestProfiles.ALL);
            assertEquals(Set.of(), trials.failed(), binary.version());
            assertEquals(TestProfiles.ALL, trials.without(TestProfiles.ALL, binary));
        }
    }

    @Test
    void whatFailsIsPassedOverOrMissingWhereThereIsNoOther() {
        Profiles profiles = new Profiles(List.of(
                profile("second", OPTION, SOUND, GOOD),
                profile("option", OPTION),
                profile("preset", ABSENT, PRESET),
                profile("sound", SOUND, PRESET),
                profile("absent", ABSENT)));
        for (FfmpegBinary binary : BINARIES) {
            EncoderTrials trials = run(binary, profiles);
            assertEquals(Set.of(OPTION, PRESET, SOUND), trials.failed(), binary.version());
            Profiles left = trials.without(profiles, binary);
            assertEquals(List.of(GOOD), encoders(left, "second"));
            assertEquals(List.of(OPTION), encoders(left, "option"));
            assertEquals(List.of(), missing(left, binary, trials, "second"));
            assertEquals(List.of("a working encoder libx264"), missing(left, binary, trials, "option"));
            assertEquals(List.of("a working encoder libx264"), missing(left, binary, trials, "preset"));
            assertEquals(List.of("a working encoder aac or libx264"), missing(left, binary, trials, "sound"));
            assertEquals(List.of("the encoder libnone"), missing(left, binary, trials, "absent"));
        }
    }

    @Test
    void whatFailsIsWarnedOfWithTheWordsOfFfmpeg() {
        try (Warnings warnings = new Warnings()) {
            warnings.listen();
            EncoderTrials trials = run(Binaries.system(), new Profiles(List.of(profile("option", OPTION, HARDWARE))));
            List<String> heard = warnings.heard();
            assertEquals(trials.failed().size(), heard.size(), heard.toString());
            assertTrue(
                    heard.stream().anyMatch(line -> line.contains("libx264") && line.contains("Error")),
                    heard.toString());
        }
    }
}
