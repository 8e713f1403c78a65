package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.upload.ProfileChoice.Offered;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProfileBoardTest {
    private static final NodeProfiles TAKES_UPLOADS = node(false, Map.of("web", List.of(), "archive", List.of()));

    private final Map<String, JsonObject> others = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private long now = Long.MAX_VALUE - 7;

    private static NodeProfiles node(boolean isWorker, Map<String, List<String>> missing) {
        return new NodeProfiles(
                isWorker,
                new TreeMap<>(missing)
                        .entrySet().stream()
                                .map(each -> new ProfileOffer(each.getKey(), "For " + each.getKey(), each.getValue()))
                                .toList());
    }

    private ProfileBoard board(NodeProfiles own) {
        return new ProfileBoard(
                own,
                () -> List.copyOf(others.keySet()),
                id -> {
                    asked.add(id);
                    JsonObject said = others.get(id);
                    return said.isEmpty()
                            ? Future.failedFuture(new IllegalStateException("silent"))
                            : Future.succeededFuture(said);
                },
                () -> now);
    }

    private void other(String id, NodeProfiles profiles) {
        others.put(id, new JsonObject(profiles.toJson().encode()));
    }

    private void fallsSilent(String id) {
        others.put(id, new JsonObject());
        now += TimeUnit.SECONDS.toNanos(10);
    }

    private static FailureException refusal(ProfileBoard board, String wanted) {
        return assertThrows(FailureException.class, () -> Await.result(board.choose(Optional.of(wanted))));
    }

    private static String chosen(ProfileBoard board, String wanted) {
        return Await.result(board.choose(Optional.of(wanted)));
    }

    @Test
    void theDefaultIsMeantWhereNoneIsNamed() {
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals("web", Await.result(board.choose(Optional.empty())));
        assertEquals("web", chosen(board, ""));
    }

    @Test
    void whileNoWorkerAnswersWhatIsKnownIsTaken() {
        others.put("silent", new JsonObject());
        assertEquals("archive", chosen(board(TAKES_UPLOADS), "archive"));
        assertEquals(List.of("silent"), asked);
    }

    @Test
    void whatOneWorkerOfSeveralCanServeIsTaken() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        other("b", node(true, Map.of("web", List.of(), "archive", List.of())));
        assertEquals("archive", chosen(board(TAKES_UPLOADS), "archive"));
    }

    @Test
    void whatNoWorkerCanServeIsRefusedWithWhatTheNearestLacks() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder", "a filter"))));
        other("b", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        FailureException refusal = refusal(board(TAKES_UPLOADS), "archive");
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal.failure());
        assertEquals(
                "No worker can process a video by the profile \"archive\". Missing: an encoder.", refusal.sentence());
    }

    @Test
    void aWorkerThatDoesNotKnowAProfileCannotServeIt() {
        other("a", node(true, Map.of("web", List.of())));
        assertEquals(
                Failure.PROFILE_UNAVAILABLE,
                refusal(board(TAKES_UPLOADS), "archive").failure());
    }

    @Test
    void theDefaultIsRefusedTooWhereNoWorkerCanServeIt() {
        ProfileBoard board = board(node(true, Map.of("web", List.of("an encoder"))));
        assertThrows(FailureException.class, () -> Await.result(board.choose(Optional.empty())));
    }

    @Test
    void aProfileThatOnlyAnotherNodeKnowsIsKnown() {
        other("a", node(true, Map.of("web", List.of(), "new", List.of())));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals("new", chosen(board, "new"));
        assertEquals(
                List.of("archive", "web", "new"),
                Await.result(board.offered()).stream().map(Offered::name).toList());
    }

    @Test
    void whatThereIsNotIsRefusedWithWhatThereIs() {
        FailureException refusal = refusal(board(TAKES_UPLOADS), "WEB");
        assertEquals(Failure.UNKNOWN_PROFILE, refusal.failure());
        assertEquals("There is no profile of this name. There are: archive, web.", refusal.sentence());
    }

    @Test
    void anAnswerThatMakesNoSenseIsNone() {
        others.put("a", new JsonObject().put("worker", "yes").put("profiles", 7));
        others.put("b", new JsonObject("{\"worker\":true,\"profiles\":[{\"name\":\"\"}]}"));
        assertEquals("archive", chosen(board(TAKES_UPLOADS), "archive"));
    }

    @Test
    void aWorkerThatFallsSilentHasForgottenNothing() {
        other("a", node(true, Map.of("web", List.of(), "new", List.of())));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals("new", chosen(board, "new"));
        fallsSilent("a");
        assertEquals("new", chosen(board, "new"));
        assertEquals("archive", chosen(board, "archive"), "it may have learned that");
        assertTrue(Await.result(board.offered()).stream().allMatch(Offered::isAvailable));
        assertEquals(Failure.UNKNOWN_PROFILE, refusal(board, "WEB").failure());
    }

    @Test
    void whileOneHasNeverAnsweredOnlyWhatNobodyKnowsIsRefused() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        others.put("b", new JsonObject());
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals("archive", chosen(board, "archive"));
        assertEquals(Failure.UNKNOWN_PROFILE, refusal(board, "new").failure());
    }

    @Test
    void theSilenceOfANodeThatIsNoWorkerRefusesAndAllowsNothing() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        other("b", node(false, Map.of("web", List.of(), "new", List.of())));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal(board, "archive").failure());
        fallsSilent("b");
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal(board, "archive").failure());
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal(board, "new").failure());
    }

    @Test
    void aWorkerThatComesBackUnderAnotherIdIsWaitedForByWhatItOffered() {
        other("a", node(true, Map.of("web", List.of(), "new", List.of())));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals("new", chosen(board, "new"));
        others.remove("a");
        others.put("b", new JsonObject());
        assertEquals("new", chosen(board, "new"));
    }

    @Test
    void whoHasLeftIsForgotten() {
        other("a", node(true, Map.of("web", List.of(), "new", List.of())));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal(board, "archive").failure());
        others.remove("a");
        assertEquals("archive", chosen(board, "archive"));
        assertEquals(Failure.UNKNOWN_PROFILE, refusal(board, "new").failure());
    }

    @Test
    void whoJoinsIsAskedAtOnce() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertEquals(Failure.PROFILE_UNAVAILABLE, refusal(board, "archive").failure());
        other("b", node(true, Map.of("archive", List.of())));
        assertEquals("archive", chosen(board, "archive"));
        assertEquals(List.of("a", "b"), asked);
    }

    @Test
    void whatWasSaidHoldsForTenSeconds() {
        other("a", node(true, Map.of("web", List.of(), "archive", List.of("an encoder"))));
        ProfileBoard board = board(TAKES_UPLOADS);
        assertFalse(Await.result(board.offered()).get(0).isAvailable());
        other("a", node(true, Map.of("web", List.of(), "archive", List.of())));
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        assertFalse(Await.result(board.offered()).get(0).isAvailable());
        assertEquals(List.of("a"), asked);
        now++;
        assertTrue(Await.result(board.offered()).get(0).isAvailable());
        assertEquals(List.of("a", "a"), asked);
    }
}
