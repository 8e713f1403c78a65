package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of videos and what is done with one of it, over HTTP and by oRPC's own client, on a node with one slot. */
@Timeout(120)
class VideoListIT {
    private static final Pattern NEXT = Pattern.compile("<(/api/videos\\?[^>]*)>; rel=\"next\"");

    private static final List<String> FAILED = new ArrayList<>();
    private static String completed;
    private static TestNode node;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Script.install();
        node = TestNode.start(data, Map.of("REELBUS_TRANSCODE_SLOTS", "1"));
        completed = Web.upload(node, Files.readAllBytes(Clips.silent()));
        for (int i = 0; i < 5; i++) {
            FAILED.add(Web.upload(node, Files.readAllBytes(Clips.text())));
        }
        assertEquals("completed", Web.outcome(node, completed).getString("status"));
        for (String id : FAILED) {
            assertEquals("failed", Web.outcome(node, id).getString("status"));
        }
        Collections.reverse(FAILED);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<byte[]> list(String query) throws Exception {
        HttpResponse<byte[]> answer = Web.get(node, "/api/videos" + query);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("no-store", Web.header(answer, "cache-control"));
        return answer;
    }

    private static List<JsonObject> videos(JsonObject page) {
        return page.getJsonArray("videos").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> ids(JsonObject page) {
        return videos(page).stream().map(video -> video.getString("videoId")).toList();
    }

    private static JsonObject called(String procedure, JsonObject input) throws Exception {
        try (Script script = Script.node("orpc.mjs", "rpc", node.uri(""), procedure, input.encode())) {
            return script.await(line -> line.containsKey("output") || line.containsKey("error"))
                    .lines()
                    .get(0);
        }
    }

    @Test
    void eachVideoIsListedAsItIsAnsweredAlone() throws Exception {
        List<JsonObject> completedOnes = videos(Web.json(list("?status=completed")));
        assertEquals(1, completedOnes.size());
        // With the keys in their order.
        assertEquals(Web.state(node, completed).encode(), completedOnes.get(0).encode());
        List<JsonObject> failedOnes = videos(Web.json(list("?status=failed&limit=1")));
        assertEquals(Web.state(node, FAILED.get(0)).encode(), failedOnes.get(0).encode());
    }

    @Test
    void theLinkOfEachPageLeadsToTheNextUntilTheLast() throws Exception {
        List<String> read = new ArrayList<>();
        String next = "?status=failed,queued&limit=2";
        while (!next.isEmpty()) {
            HttpResponse<byte[]> answer = list(next);
            read.addAll(ids(Web.json(answer)));
            Matcher link = NEXT.matcher(Web.header(answer, "link"));
            assertEquals(Web.json(answer).containsKey("next"), link.matches());
            next = link.matches() ? link.group(1).substring("/api/videos".length()) : "";
            assertTrue(next.isEmpty() || next.contains(Web.json(answer).getString("next")));
        }
        assertEquals(FAILED, read);
        assertFalse(Web.json(list("")).containsKey("next"));
        assertTrue(ids(Web.json(list(""))).contains(completed));
    }

    @Test
    void aListIsAnsweredToHeadWithoutItsVideos() throws Exception {
        HttpResponse<byte[]> answer =
                Web.send(Web.to(node, "/api/videos?limit=1").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, answer.statusCode());
        assertTrue(NEXT.matcher(Web.header(answer, "link")).matches());
        assertEquals(0, answer.body().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=101 | The limit must be 1 to 100.",
                "limit= | The limit must be 1 to 100.",
                "limit=1&limit=2 | The limit may be given once.",
                "status=sleeping | The status must be queued, processing, completed or failed, or some of these with commas between.",
                "cursor=%00 | The cursor must be the next that the page before named."
            })
    void whatMakesNoSenseIsRefusedWithWhatIsWrong(String query, String detail) throws Exception {
        HttpResponse<byte[]> answer = Web.get(node, "/api/videos?" + query);
        Web.assertProblem(400, "bad_request", answer);
        assertEquals(detail, Web.json(answer).getString("detail"));
    }

    @Test
    void theListIsCalledAsItIsAskedForOverHttp() throws Exception {
        JsonObject first = called("video/list", new JsonObject().put("limit", 2).put("status", "failed"))
                .getJsonObject("output");
        assertEquals(Web.json(list("?limit=2&status=failed")), first);
        JsonObject rest = called(
                        "video/list",
                        new JsonObject()
                                .put("cursor", first.getString("next"))
                                .put("status", List.of("failed", "queued")))
                .getJsonObject("output");
        assertEquals(FAILED.subList(2, 5), ids(rest));
        assertFalse(rest.containsKey("next"));
        JsonObject error =
                called("video/list", new JsonObject().put("limit", 0)).getJsonObject("error");
        assertEquals("BAD_REQUEST", error.getString("code"));
        assertEquals("The limit must be 1 to 100.", error.getString("message"));
    }

    @Test
    void workIsCanceledByACallAsOverHttp() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
        JsonObject input = new JsonObject().put("videoId", id);
        String get = "/rpc/video/cancel?data=%7B%22json%22%3A" + "%7B%22videoId%22%3A%22" + id + "%22%7D%7D";
        assertEquals(405, Web.get(node, get).statusCode(), "what a link can cause must change nothing");
        JsonObject end = called("video/cancel", input).getJsonObject("output");
        assertEquals("canceled", end.getString("code"));
        assertEquals("canceled", Web.state(node, id).getString("code"));
        assertEquals(
                end,
                Web.json(Web.send(Web.to(node, "/api/videos/" + id + "/cancel").POST(BodyPublishers.noBody()))));
        assertEquals(204, Web.delete(node, "/api/videos/" + id).statusCode());
        assertEquals(404, called("video/cancel", input).getJsonObject("error").getInteger("status"));
        JsonObject over = called("video/cancel", new JsonObject().put("videoId", completed))
                .getJsonObject("error");
        assertEquals("CONFLICT", over.getString("code"));
        assertEquals("already_ended", over.getJsonObject("data").getString("code"));
    }
}
