package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.FlawedClips;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A flaw costs what it spoils and no more, by both kinds of ffmpeg. */
@ExtendWith(VertxExtension.class)
class FlawedInputsIT {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void ofALadderATrackWithoutSoundIsLeftOut(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.named("hls"), FlawedClips.emptySound());
        assertEquals(
                List.of(
                        "master.m3u8",
                        "video-180p.mp4",
                        "video-180p.m3u8",
                        "poster.jpg",
                        "storyboard.vtt",
                        "storyboard-1.jpg"),
                names(outputs));
        String master = Files.readString(outputs.files().get(0).path());
        assertFalse(master.contains("AUDIO") || master.contains("mp4a"), master);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aStoryboardThatIsMadeLateNeedsNoPoster(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.webWithoutPoster(), FlawedClips.emptySound());
        assertEquals(List.of("video.mp4", "storyboard.vtt", "storyboard-1.jpg"), names(outputs));
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void soundThatNoDecoderReadsIsLeftOut(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs second = make(vertx, binary, TestProfiles.web(), FlawedClips.unreadableSound());
        Streams made = Streams.of(second.files().get(0).path());
        assertEquals("aac", made.of("audio").get(0).get("codec_name").asText());
        assertEquals(3, made.seconds(), Streams.tolerance(25));
        Outputs silent = make(vertx, binary, TestProfiles.web(), FlawedClips.onlyUnreadableSound());
        assertEquals(List.of(), Streams.of(silent.files().get(0).path()).of("audio"));
        FailureException alone = assertThrows(
                FailureException.class,
                () -> make(vertx, binary, TestProfiles.named("audio"), FlawedClips.onlyUnreadableSound()));
        assertEquals(Failure.NOT_A_VIDEO, alone.failure());
        assertEquals("The sound of this file cannot be read.", alone.sentence());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void whatIsLeftOutMayLastLongerButWhatIsMissingIsSeen(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.web(), FlawedClips.longSecondTrack());
        assertEquals(3, Streams.of(outputs.files().get(0).path()).seconds(), Streams.tolerance(25));
        FailureException refused = assertThrows(
                FailureException.class, () -> make(vertx, binary, TestProfiles.web(), FlawedClips.halfWithTwoTracks()));
        assertEquals(Failure.TRUNCATED, refused.failure(), refused.lastWords().toString());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void picturesThatNoDecoderReadsMatterOnlyWherePicturesAreMade(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.named("audio"), FlawedClips.unreadablePictures());
        assertSounds(FlawedClips.unreadablePictures(), outputs);
        FailureException refused = assertThrows(
                FailureException.class,
                () -> make(vertx, binary, TestProfiles.web(), FlawedClips.unreadablePictures()));
        assertEquals(Failure.NOT_A_VIDEO, refused.failure());
        assertEquals("The pictures of this video cannot be read.", refused.sentence());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void picturesThatNobodyKnowsMatterOnlyWherePicturesAreMade(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (Path clip : List.of(FlawedClips.unknownPictures(), FlawedClips.unknownPicturesInMov())) {
            Outputs outputs = make(vertx, binary, TestProfiles.named("audio"), clip);
            assertEquals(List.of("audio.m4a", "waveform-1.png"), names(outputs));
            double made = Streams.of(outputs.files().get(0).path()).seconds();
            assertEquals(3, made, Streams.tolerance(48_000.0 / 1024));
            for (String profile : List.of("web", "hls")) {
                FailureException refused = assertThrows(
                        FailureException.class, () -> make(vertx, binary, TestProfiles.named(profile), clip));
                assertEquals(Failure.NOT_A_VIDEO, refused.failure());
                assertEquals("The pictures of this video are of a kind that cannot be read.", refused.sentence());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void theSoundOfAVideoMayEndBeforeIt(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.named("audio"), FlawedClips.shortSound());
        assertSounds(FlawedClips.shortSound(), outputs);
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aTitleThatSpeaksOfErrorsIsNone(FfmpegBinary binary, Vertx vertx) throws Exception {
        Outputs outputs = make(vertx, binary, TestProfiles.web(), FlawedClips.titledLikeAnError());
        assertTrue(names(outputs).contains("video.mp4"));
    }

    private Outputs make(Vertx vertx, FfmpegBinary binary, Profile profile, Path clip) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "attempt");
        return new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary)
                .start(profile, clip, folder, tick -> {})
                .outputs()
                .await(60, SECONDS);
    }

    /** As long as that of its source, whose frames are 1024 samples of 48 kHz. */
    private static void assertSounds(Path clip, Outputs outputs) throws Exception {
        double made = Streams.of(outputs.files().get(0).path()).seconds();
        assertEquals(Streams.span(clip, "audio"), made, Streams.tolerance(48_000.0 / 1024));
    }

    private static List<String> names(Outputs outputs) {
        return outputs.files().stream().map(Output::name).toList();
    }
}
