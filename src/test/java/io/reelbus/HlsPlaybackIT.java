package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hls.js plays what a node serves, in a browser, on a page of another origin. */
class HlsPlaybackIT {
    private static Script page;
    private static Script soundPage;
    private static String origin;
    private static TestNode node;
    private static String film;
    private static String song;

    @BeforeAll
    static void makeLadders(@TempDir Path data) throws Exception {
        Script.install();
        page = Script.node("hls-page.mjs");
        soundPage = Script.node("hls-page.mjs");
        origin = origin(page);
        node = TestNode.start(data, Map.of("ALLOWED_ORIGINS", origin + "," + origin(soundPage)));
        String filmId = upload(OddClips.film());
        String songId = upload(OddClips.song());
        film = files(filmId);
        song = files(songId);
    }

    private static String upload(Path clip) throws Exception {
        byte[] form = Form.of(Files.readAllBytes(clip)).closed();
        return Web.json(Web.post(node, "/api/videos?profile=hls", form)).getString("fileId");
    }

    private static String files(String id) throws Exception {
        JsonObject state = Web.outcome(node, id);
        assertEquals("completed", state.getString("status"), state::encode);
        return "/api/videos/" + id + "/files/";
    }

    private static String origin(Script page) throws Exception {
        return page.await(line -> line.containsKey("origin")).lines().get(0).getString("origin");
    }

    @AfterAll
    static void stop() {
        page.close();
        soundPage.close();
        node.close();
    }

    @Test
    void itPlaysOverBoundariesInEachLevelWithSoundAndSubtitlesToItsEnd() throws Exception {
        List<JsonObject> steps = played(page, film, List.of(480, 360), List.of(0));
        assertEquals(
                List.of("plays", "level 480", "level 360", "subtitles", "boundary", "end"),
                steps.stream().map(each -> each.getString("step")).toList(),
                steps::toString);
        assertEquals(854, steps.get(1).getInteger("width"));
        assertEquals(640, steps.get(2).getInteger("width"));
        assertEquals(new JsonArray().add("Eine Zeile für alle"), steps.get(3).getJsonArray("cues"));
        JsonObject end = steps.get(5);
        assertEquals(new JsonArray().add(360).add(480), end.getJsonArray("levels"));
        assertEquals(new JsonArray().add("Deutsch de").add("English en"), end.getJsonArray("audio"));
        assertEquals(new JsonArray().add("Deutsch de"), end.getJsonArray("subtitles"));
        assertEquals(new JsonArray(), end.getJsonArray("errors"));
        assertTrue(end.getLong("audioBytes") > 0, end::encode);
        assertEquals(9, end.getDouble("duration"), 0.1);
        assertEquals(0, steps.get(0).getDouble("begins"), 0.05);
    }

    private static List<JsonObject> played(Script page, String files, List<Integer> levels, List<Integer> subtitles)
            throws Exception {
        page.type(new JsonObject()
                        .put("master", node.uri(files + "master.m3u8").toString())
                        .put("levels", levels)
                        .put("subtitles", subtitles)
                        .put("boundary", 6)
                        .encode())
                .await(line -> "end".equals(line.getString("step")) || line.containsKey("fatal"));
        return page.lines().stream().filter(line -> !line.containsKey("origin")).toList();
    }

    @Test
    void soundAlonePlaysToItsEnd() throws Exception {
        List<JsonObject> steps = played(soundPage, song, List.of(), List.of());
        assertEquals(
                List.of("plays", "boundary", "end"),
                steps.stream().map(each -> each.getString("step")).toList(),
                steps::toString);
        JsonObject end = steps.get(2);
        assertEquals(new JsonArray(), end.getJsonArray("errors"));
        assertTrue(end.getLong("audioBytes") > 0, end::encode);
        assertEquals(9, end.getDouble("duration"), 0.1);
    }

    @Test
    void aPageOfAnAllowedOriginMayAskForRanges() throws Exception {
        var preflight = Web.send(Web.to(node, film + "video-480p.mp4")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Origin", origin)
                .headers("Access-Control-Request-Method", "GET")
                .headers("Access-Control-Request-Headers", "range"));
        assertTrue(preflight.statusCode() / 100 == 2, "status " + preflight.statusCode());
        assertEquals(origin, Web.header(preflight, "access-control-allow-origin"));
        assertTrue(Web.header(preflight, "access-control-allow-headers")
                .toLowerCase(Locale.ROOT)
                .contains("range"));
        var part = Web.get(node, film + "video-480p.mp4", "Origin", origin, "Range", "bytes=0-99");
        assertEquals(206, part.statusCode());
        assertEquals(origin, Web.header(part, "access-control-allow-origin"));
        String exposed = Web.header(part, "access-control-expose-headers").toLowerCase(Locale.ROOT);
        for (String header : List.of("accept-ranges", "content-length", "content-range", "etag")) {
            assertTrue(exposed.contains(header), exposed);
        }
    }

    @Test
    void playlistsAndSubtitlesHaveTheirTypes() throws Exception {
        assertEquals("application/vnd.apple.mpegurl", type("master.m3u8"));
        assertEquals("application/vnd.apple.mpegurl", type("video-480p.m3u8"));
        assertEquals("text/vtt; charset=utf-8", type("subtitles-1.vtt"));
        assertEquals("video/mp4", type("video-480p.mp4"));
        assertEquals("audio/mp4", type("audio-1.mp4"));
    }

    private static String type(String name) throws Exception {
        return Web.header(Web.get(node, film + name), "content-type");
    }
}
