package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.transcode.profile.Profile;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PictureWorkTest {
    private static final FfmpegBinary BINARY = new FfmpegBinary(
            Path.of("/x"), "5.1.9", false, new Abilities(Set.of("libx264"), Set.of(), Set.of(), Set.of()));
    private static final MediaInfo LIVE = Media.lasting(OptionalDouble.empty(), "matroska");

    private final List<List<String>> longRuns = new ArrayList<>();

    @Test
    void whatCannotBeMadeIsLeftOut() {
        for (Failure why : List.of(Failure.TIMED_OUT, Failure.TRANSCODE_FAILED, Failure.MEMORY_EXCEEDED)) {
            Finish.Extra made =
                    work(TestProfiles.web(), 60, failing(why), failing(why)).result();
            assertEquals(new Finish.Extra(List.of(), Optional.empty(), 60), made);
        }
    }

    @Test
    void aPosterThatNoRunHasMadeIsLeftOut() {
        Finish.Extra made = work(TestProfiles.web(), 60, Future.succeededFuture(clean()), failing(Failure.TIMED_OUT))
                .result();
        assertEquals(List.of(), made.products());
    }

    @Test
    void theStoryboardIsMadeWithoutThePosterToo() {
        for (Profile profile : List.of(TestProfiles.web(), TestProfiles.webWithoutPoster())) {
            Finish.Extra made = work(profile, 60, failing(Failure.TIMED_OUT), Future.succeededFuture(clean()))
                    .result();
            assertEquals(30, made.storyboard().orElseThrow().tiles());
            assertEquals(60, made.seconds());
        }
    }

    @Test
    void aRunThatIsNotWantedAndAFullDiskEndTheWork() {
        for (Failure why : List.of(Failure.CANCELED, Failure.DISK_FULL)) {
            assertTrue(why.isOf(
                    work(TestProfiles.web(), 60, failing(why), failing(why)).cause()));
            assertTrue(why.isOf(work(TestProfiles.webWithoutPoster(), 60, failing(why), failing(why))
                    .cause()));
        }
    }

    @Test
    void ofALongVideoTheKeyFramesAloneAreDecodedForItsStoryboard() {
        var shorter =
                work(TestProfiles.webWithoutPoster(), 1599, failing(Failure.TIMED_OUT), failing(Failure.TIMED_OUT));
        var longer =
                work(TestProfiles.webWithoutPoster(), 1601, failing(Failure.TIMED_OUT), failing(Failure.TIMED_OUT));
        assertTrue(shorter.succeeded() && longer.succeeded());
        assertFalse(longRuns.get(0).contains("-skip_frame"), "200 pictures that are nearer than key frames");
        List<String> arguments = longRuns.get(1);
        assertTrue(arguments.indexOf("nokey") < arguments.indexOf("-i") && arguments.contains("nokey"));
    }

    @Test
    void aStepOfTheWorkIsThereForAStoryboardAlone() {
        Plan late = plan(TestProfiles.webWithoutPoster(), LIVE);
        assertTrue(Workload.of(late, 1).steps().contains(Step.POSTER));
        Plan known = plan(TestProfiles.webWithoutPoster(), Media.lasting(OptionalDouble.of(60), "mov"));
        assertFalse(Workload.of(known, 1).steps().contains(Step.POSTER));
    }

    private Future<Finish.Extra> work(Profile profile, double seconds, Future<Exit> shortRun, Future<Exit> longRun) {
        return new PictureWork(
                        plan(profile, LIVE), seconds, BINARY, Path.of("/y"), arguments -> shortRun, arguments -> {
                            longRuns.add(arguments);
                            return longRun;
                        })
                .make();
    }

    private static Plan plan(Profile profile, MediaInfo source) {
        return Planner.plan(profile, source, BINARY, TranscodeConfig.DEFAULTS.mediaBounds(), Path.of("/x.webm"));
    }

    private static Future<Exit> failing(Failure why) {
        return Future.failedFuture(why.asException());
    }

    private static Exit clean() {
        return new Exit(0, Exit.End.ITSELF, Progress.NONE, List.of(), Usage.NONE, List.of());
    }
}
