package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Form;
import io.reelbus.Processes;
import io.reelbus.TestNode;
import io.reelbus.Web;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancel, retry, delete and priority, on a node with one slot. */
class ControlIT {
    private static final byte[] NO_VIDEO = Web.random(1000);

    @TempDir
    Path data;

    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(data, Map.of("REELBUS_TRANSCODE_SLOTS", "1"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private HttpResponse<byte[]> post(String path) throws Exception {
        return Web.send(Web.to(node, path).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<byte[]> cancel(String id) throws Exception {
        return post("/api/videos/" + id + "/cancel");
    }

    private HttpResponse<byte[]> retry(String id) throws Exception {
        return post("/api/videos/" + id + "/retry");
    }

    /** A job that keeps the only slot busy. */
    private String atWork() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
        Await.until("ffmpeg works", () -> Web.state(node, id).getDouble("progress") > 1);
        return id;
    }

    private String uploaded(String query, Form form) throws Exception {
        HttpResponse<byte[]> answer = Web.post(node, "/api/videos" + query, form.closed());
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        return Web.json(answer).getString("fileId");
    }

    private List<String> media(String id) throws Exception {
        return Web.names(data.resolve("media").resolve(id));
    }

    @Test
    void workThatIsCanceledEndsAsSuchAndLeavesTheOriginalAlone() throws Exception {
        String id = atWork();
        HttpResponse<byte[]> answer = cancel(id);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        JsonObject end = Web.json(answer);
        assertEquals("failed", end.getString("status"));
        assertEquals("canceled", end.getString("code"));
        JsonObject state = Web.state(node, id);
        assertEquals(end.getLong("seq"), state.getLong("seq"));
        assertEquals("canceled", state.getString("code"));
        Await.within(
                "ffmpeg is gone",
                2_000,
                () -> Processes.about(data.resolve("scratch")).isEmpty());
        Await.until("scratch is empty", () -> Web.names(data.resolve("scratch")).isEmpty());
        assertEquals(List.of("original"), media(id));
    }

    @Test
    void aWaitingJobIsCanceledWithoutEverHavingBegun() throws Exception {
        atWork();
        String waiting = Web.upload(node, NO_VIDEO);
        assertEquals(200, cancel(waiting).statusCode());
        JsonObject state = Web.state(node, waiting);
        assertEquals("canceled", state.getString("code"));
        assertFalse(state.containsKey("attempt"), state.encode());
    }

    @Test
    void cancelingTwiceChangesNothingAndCancelingWhatHasEndedIsRefused() throws Exception {
        String id = atWork();
        assertArrayEquals(cancel(id).body(), cancel(id).body());
        String failed = Web.upload(node, NO_VIDEO);
        assertEquals("not_a_video", Web.outcome(node, failed).getString("code"));
        Web.assertProblem(409, "already_ended", cancel(failed));
        assertEquals("not_a_video", Web.state(node, failed).getString("code"));
    }

    @Test
    void failedWorkIsRepeatedUnderANewIdOnTheSameOriginal() throws Exception {
        String first = atWork();
        assertEquals(200, cancel(first).statusCode());
        HttpResponse<byte[]> answer = retry(first);
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        JsonObject repeated = Web.json(answer);
        String second = repeated.getString("fileId");
        assertNotEquals(first, second);
        assertEquals(first, repeated.getString("retryOf"));
        assertEquals("/api/videos/" + second, Web.header(answer, "location"));
        Await.until("it is at work", () -> Web.state(node, second).getDouble("progress") > 1);
        assertEquals(first, Web.state(node, second).getString("retryOf"));
        assertEquals("canceled", Web.state(node, first).getString("code"));
        assertArrayEquals(
                Files.readAllBytes(Clips.fullHd()),
                Web.get(node, "/storage/files/" + second).body());
        // The original outlives the first for as long as the second needs it.
        assertEquals(204, Web.delete(node, "/api/videos/" + first).statusCode());
        assertEquals(200, Web.get(node, "/storage/files/" + second).statusCode());
        assertEquals(204, Web.delete(node, "/api/videos/" + second).statusCode());
        Await.until("all bytes are gone", () -> Web.names(data.resolve("media")).isEmpty());
        assertEquals(List.of(), Web.names(data.resolve("unfinished")));
    }

    @Test
    void onlyWhatHasFailedIsRepeated() throws Exception {
        String id = atWork();
        Web.assertProblem(409, "not_failed", retry(id));
        String completed = Web.upload(node, Files.readAllBytes(Clips.silent()));
        assertEquals(200, cancel(id).statusCode());
        assertEquals("completed", Web.outcome(node, completed).getString("status"));
        Web.assertProblem(409, "not_failed", retry(completed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry"})
    void whatDoesNotExistIsNotFound(String verb) throws Exception {
        Web.assertProblem(404, "not_found", post("/api/videos/5b0a4f0e-4a1c-4f5d-9b39-d3a0a4f5a111/" + verb));
        Web.assertProblem(404, "not_found", post("/api/videos/not-an-id/" + verb));
    }

    @Test
    void theMostUrgentJobIsDoneFirst() throws Exception {
        String busy = atWork();
        List<String> ids = new ArrayList<>();
        ids.add(uploaded("?priority=0", Form.of(NO_VIDEO)));
        ids.add(uploaded("", Form.of(NO_VIDEO)));
        ids.add(uploaded("?priority=3", Form.of(NO_VIDEO).field("priority", "9")));
        ids.add(uploaded("", new Form().field("priority", "7").file("file", "a", NO_VIDEO)));
        List<Integer> priorities = new ArrayList<>();
        for (String id : ids) {
            priorities.add(Web.state(node, id).getInteger("priority"));
        }
        assertEquals(List.of(0, 5, 9, 7), priorities);
        assertEquals(200, cancel(busy).statusCode());
        List<String> times = new ArrayList<>();
        for (String id : List.of(ids.get(2), ids.get(3), ids.get(1), ids.get(0))) {
            times.add(Web.outcome(node, id).getString("timestamp"));
        }
        assertEquals(times.stream().sorted().toList(), times);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "-1", "high", "", "5.0", "٣"})
    void aPriorityThatIsNoneIsRefusedAndNothingIsKept(String wrong) throws Exception {
        String query = URLEncoder.encode(wrong, StandardCharsets.UTF_8);
        byte[] form = Form.of(NO_VIDEO).closed();
        Web.assertProblem(400, "bad_request", Web.post(node, "/api/videos?priority=" + query, form));
        byte[] field = Form.of(NO_VIDEO).field("priority", wrong).closed();
        Web.assertProblem(400, "bad_request", Web.post(node, "/api/videos", field));
        assertTrue(Web.names(data.resolve("media")).isEmpty());
        assertTrue(Web.names(data.resolve("unfinished")).isEmpty());
    }
}
