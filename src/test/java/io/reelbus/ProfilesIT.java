package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The profile that a client chooses, at every door of a node whose worker lacks what one of them needs. */
@Timeout(120)
class ProfilesIT {
    private static final List<ProfileOffer> PROFILES = List.of(
            new ProfileOffer("web", "For browsers.", List.of()),
            new ProfileOffer("hls", "For players.", List.of()),
            new ProfileOffer("archive", "For keeps.", List.of("the encoder libsvtav1", "the filter zscale")));
    private static final String UNKNOWN = "There is no profile of this name. There are: web, hls, archive.";
    private static final String UNAVAILABLE = "No worker can process a video by the profile \"archive\"."
            + " Missing: the encoder libsvtav1, the filter zscale.";
    /** No video, so that its work is over soon. */
    private static final byte[] CONTENT = Web.random(1_000);

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of(), PROFILES);
    }

    @AfterAll
    static void stop() throws Exception {
        assertEquals(List.of(), Web.names(data.resolve("unfinished")));
        node.close();
    }

    private static HttpResponse<byte[]> put(String id, String query) throws Exception {
        return Web.send(Web.to(node, "/api/videos/" + id + query).PUT(BodyPublishers.ofByteArray(CONTENT)));
    }

    private static HttpResponse<byte[]> tus(Reachable at, String method, String path, byte[] body, String... headers)
            throws Exception {
        return Web.send(Web.to(at, path)
                .method(method, BodyPublishers.ofByteArray(body))
                .headers(headers)
                .header("Tus-Resumable", "1.0.0")
                .header("Content-Type", "application/offset+octet-stream"));
    }

    private static String metadata(String profile) {
        return "profile " + Base64.getEncoder().encodeToString(profile.getBytes(StandardCharsets.UTF_8));
    }

    private static String created(Reachable at, String... headers) throws Exception {
        HttpResponse<byte[]> answer = tus(at, "POST", "/uploads", CONTENT, headers);
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        String location = Web.header(answer, "location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static Form rpc(String profile) {
        return new Form()
                .file("0", "a.mp4", CONTENT)
                .field("data", "{\"json\":{\"file\":{},\"profile\":\"" + profile + "\"},\"maps\":[[\"file\"]]}");
    }

    /** A way to name a profile, with the shape in which its door says what is wrong. */
    private enum Way {
        FIELD {
            @Override
            HttpResponse<byte[]> upload(String profile) throws Exception {
                return Web.post(
                        node,
                        "/api/videos",
                        Form.of(CONTENT).field("profile", profile).closed());
            }
        },
        QUERY {
            @Override
            HttpResponse<byte[]> upload(String profile) throws Exception {
                return Web.post(
                        node, "/api/videos?profile=" + profile, Form.of(CONTENT).closed());
            }
        },
        FIELD_OF_THE_ORIGINAL_DOOR {
            @Override
            HttpResponse<byte[]> upload(String profile) throws Exception {
                return Web.post(
                        node,
                        "/storage/upload/video",
                        Form.of(CONTENT).field("profile", profile).closed());
            }

            @Override
            String code(JsonObject error) {
                return error.getJsonObject("data").getString("code");
            }

            @Override
            String sentence(JsonObject error) {
                return error.getString("message");
            }
        },
        RAW {
            @Override
            HttpResponse<byte[]> upload(String profile) throws Exception {
                return put(UUID.randomUUID().toString(), "?profile=" + profile);
            }
        },
        RPC {
            @Override
            HttpResponse<byte[]> upload(String profile) throws Exception {
                return Web.post(node, "/rpc/video/upload", rpc(profile).closed());
            }

            @Override
            JsonObject answer(JsonObject body) {
                return body.getJsonObject("json");
            }

            @Override
            String code(JsonObject error) {
                return answer(error).getJsonObject("data").getString("code");
            }

            @Override
            String sentence(JsonObject error) {
                return answer(error).getString("message");
            }
        };

        abstract HttpResponse<byte[]> upload(String profile) throws Exception;

        JsonObject answer(JsonObject body) {
            return body;
        }

        String code(JsonObject error) {
            return error.getString("code");
        }

        String sentence(JsonObject error) {
            return error.getString("detail");
        }

        void assertRefused(int status, String code, String sentence, String profile) throws Exception {
            List<String> before = Web.names(data.resolve("media"));
            HttpResponse<byte[]> refused = upload(profile);
            assertEquals(status, refused.statusCode(), () -> new String(refused.body()));
            assertEquals(code, code(Web.json(refused)));
            assertEquals(sentence, sentence(Web.json(refused)));
            Await.until(
                    "nothing is left of it",
                    () -> Web.names(data.resolve("media")).equals(before));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProfileThatIsNamedIsToldWhereverTheVideoIs(Way way) throws Exception {
        HttpResponse<byte[]> uploaded = way.upload("hls");
        assertEquals(2, uploaded.statusCode() / 100, () -> new String(uploaded.body()));
        JsonObject answer = way.answer(Web.json(uploaded));
        assertEquals("hls", answer.getString("profile"));
        assertEquals("hls", Web.state(node, answer.getString("fileId")).getString("profile"));
        JsonObject newest = Web.json(Web.get(node, "/api/videos?limit=1"))
                .getJsonArray("videos")
                .getJsonObject(0);
        assertEquals(answer.getString("fileId"), newest.getString("fileId"));
        assertEquals("hls", newest.getString("profile"));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyNameIsTheDefault(Way way) throws Exception {
        assertEquals("web", way.answer(Web.json(way.upload(""))).getString("profile"));
    }

    @ParameterizedTest
    @EnumSource
    void aProfileThatThereIsNotIsRefusedAndThoseThatThereAreAreNamed(Way way) throws Exception {
        way.assertRefused(400, "unknown_profile", UNKNOWN, "none");
    }

    @ParameterizedTest
    @EnumSource
    void aProfileThatNoWorkerCanServeIsRefusedWithWhatIsMissing(Way way) throws Exception {
        way.assertRefused(422, "profile_unavailable", UNAVAILABLE, "archive");
    }

    @Test
    void aFieldWinsOverTheQuery() throws Exception {
        var answer = Web.post(
                node,
                "/api/videos?profile=web",
                Form.of(CONTENT).field("profile", "hls").closed());
        assertEquals("hls", Web.json(answer).getString("profile"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "archive"})
    void whatTheQueryTellsIsRefusedBeforeTheFirstByte(String profile) throws Exception {
        int status = profile.equals("none") ? 400 : 422;
        String waits = "Content-Length: 5000\r\nExpect: 100-continue\r\n";
        for (String door : List.of("/api/videos", "/storage/upload/video")) {
            try (RawClient client = new RawClient(node).post(door + "?profile=" + profile, waits)) {
                assertEquals(status, client.answer().status());
            }
        }
        String path = "/api/videos/" + UUID.randomUUID() + "?profile=" + profile;
        try (RawClient client =
                new RawClient(node).text("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\n" + waits + "\r\n")) {
            assertEquals(status, client.answer().status());
        }
    }

    @Test
    void theVideoThatIsThereStandsWhateverProfileIsNamedAnotherTime() throws Exception {
        String id = UUID.randomUUID().toString();
        JsonObject first = Web.json(put(id, "?profile=hls"));
        assertEquals("hls", first.getString("profile"));
        for (String profile : List.of("web", "archive", "none")) {
            HttpResponse<byte[]> again = put(id, "?profile=" + profile);
            assertEquals(200, again.statusCode());
            assertEquals(first, Web.json(again));
        }
        JsonObject keyed = Web.json(withKey("hls"));
        assertEquals("hls", keyed.getString("profile"));
        assertEquals(keyed, Web.json(withKey("web")));
        assertEquals(keyed, Web.json(withKey("none")));
    }

    private static HttpResponse<byte[]> withKey(String profile) throws Exception {
        return Web.send(Web.to(node, "/api/videos?profile=" + profile)
                .header("Idempotency-Key", "one and the same")
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofByteArray(Form.of(CONTENT).closed())));
    }

    @Test
    void aNewVideoUnderAKeyIsRefusedAsAnyOther() throws Exception {
        List<String> before = Web.names(data.resolve("media"));
        Web.assertProblem(
                400,
                "unknown_profile",
                Web.send(Web.to(node, "/api/videos?profile=none")
                        .header("Idempotency-Key", "never seen")
                        .header("Content-Type", Form.TYPE)
                        .POST(BodyPublishers.ofByteArray(Form.of(CONTENT).closed()))));
        Await.until(
                "nothing is left of it", () -> Web.names(data.resolve("media")).equals(before));
    }

    @Test
    void aRepetitionKeepsTheProfile() throws Exception {
        String id = Web.json(Way.FIELD.upload("hls")).getString("fileId");
        assertEquals("failed", Web.outcome(node, id).getString("status"));
        var repeated = Web.json(Web.post(node, "/api/videos/" + id + "/retry", new byte[0]));
        assertEquals("hls", repeated.getString("profile"));
        assertEquals("hls", Web.state(node, repeated.getString("fileId")).getString("profile"));
    }

    @Test
    void whatNobodyCouldServeIsNotRepeated(@TempDir Path other) throws Exception {
        String gone = FileId.random().value();
        String lacking = FileId.random().value();
        Vertx vertx = Vertx.vertx();
        JobStore jobs = Await.result(
                JobStore.open(vertx, ConfigLoader.load(null, Map.of()).store(), other));
        for (String id : List.of(gone, lacking)) {
            var upload = new Upload("a.mp4", "video/mp4", 1, "m", id.equals(gone) ? "mine" : "archive");
            Await.result(jobs.accept(new FileId(id), upload, Priority.DEFAULT));
            Await.result(jobs.end(new FileId(id), Failure.CANCELED.asException()));
        }
        Await.result(jobs.close());
        Await.result(vertx.close());
        try (TestNode second = TestNode.start(other, Map.of(), PROFILES)) {
            var unknown = Web.post(second, "/api/videos/" + gone + "/retry", new byte[0]);
            Web.assertProblem(400, "unknown_profile", unknown);
            assertEquals(UNKNOWN, Web.json(unknown).getString("detail"));
            var unavailable = Web.post(second, "/api/videos/" + lacking + "/retry", new byte[0]);
            Web.assertProblem(422, "profile_unavailable", unavailable);
            assertEquals(UNAVAILABLE, Web.json(unavailable).getString("detail"));
            assertEquals(
                    2,
                    Web.json(Web.get(second, "/api/videos"))
                            .getJsonArray("videos")
                            .size());
        }
    }

    @Test
    void aResumableUploadIsRefusedBeforeItBegins() throws Exception {
        for (String[] wrong : new String[][] {
            {"none", "400", "unknown_profile", UNKNOWN}, {"archive", "422", "profile_unavailable", UNAVAILABLE}
        }) {
            var refused = tus(
                    node, "POST", "/uploads", CONTENT, "Upload-Length", "1000", "Upload-Metadata", metadata(wrong[0]));
            Web.assertProblem(Integer.parseInt(wrong[1]), wrong[2], refused);
            assertEquals(wrong[3], Web.json(refused).getString("detail"));
        }
    }

    @Test
    void aResumableUploadKeepsItsProfileUntilItIsFinishedByAnotherNode(@TempDir Path other) throws Exception {
        String id;
        try (TestNode first = TestNode.start(other, Map.of(), PROFILES)) {
            id = created(first, "Upload-Length", "1500", "Upload-Metadata", metadata("hls"));
        }
        // That one knows no profile but its own, and takes what was taken.
        try (TestNode second = TestNode.start(other, Map.of(), PROFILES.subList(0, 1))) {
            var done = tus(second, "PATCH", "/uploads/" + id, new byte[500], "Upload-Offset", "1000");
            assertEquals(204, done.statusCode(), () -> new String(done.body()));
            JsonObject state = Web.state(second, id);
            assertEquals("hls", state.getString("profile"));
            assertEquals("queued", state.getString("status"));
        }
    }

    @Test
    void aJobWhoseProfileIsThereNoMoreWaitsAndOperatorsAreTold(@TempDir Path other) throws Exception {
        FileId id = FileId.random();
        Vertx vertx = Vertx.vertx();
        JobStore jobs = Await.result(
                JobStore.open(vertx, ConfigLoader.load(null, Map.of()).store(), other));
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, "m", "hls"), Priority.DEFAULT));
        Await.result(jobs.close());
        Await.result(vertx.close());
        try (TestNode second = TestNode.start(other, Map.of(), PROFILES.subList(0, 1))) {
            Await.until("it is counted", () -> Scrape.of(second).value("reelbus_jobs_unserved") == 1);
            HttpResponse<byte[]> health = Web.get(second, "/health/ready");
            assertEquals(200, health.statusCode());
            JsonObject check = Web.json(health).getJsonArray("checks").stream()
                    .map(JsonObject.class::cast)
                    .filter(each -> each.getString("name").equals("profiles"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    new JsonObject()
                            .put("name", "profiles")
                            .put("status", "UP")
                            .put(
                                    "data",
                                    new JsonObject()
                                            .put("unserved", new JsonObject().put("hls", 1))
                                            .put("detail", "Jobs wait for a profile that no node serves: hls.")),
                    check);
            assertEquals("queued", Web.state(second, id.value()).getString("status"));
        }
    }

    @Test
    void ofJoinedPartsTheirFinalUploadNamesTheProfile() throws Exception {
        String part =
                created(node, "Upload-Length", "1000", "Upload-Concat", "partial", "Upload-Metadata", metadata("none"));
        String parts = "final;/uploads/" + part;
        Web.assertProblem(
                400,
                "unknown_profile",
                tus(
                        node,
                        "POST",
                        "/uploads",
                        new byte[0],
                        "Upload-Concat",
                        parts,
                        "Upload-Metadata",
                        metadata("none")));
        var joined =
                tus(node, "POST", "/uploads", new byte[0], "Upload-Concat", parts, "Upload-Metadata", metadata("hls"));
        assertEquals(201, joined.statusCode(), () -> new String(joined.body()));
        String id = Web.header(joined, "location").replaceFirst(".*/", "");
        assertEquals("hls", Web.state(node, id).getString("profile"));
    }

    @Test
    void theProfilesAreListedWithWhatIsMissing() throws Exception {
        JsonArray profiles = Web.json(Web.get(node, "/api/profiles")).getJsonArray("profiles");
        assertEquals(3, profiles.size());
        assertEquals(
                new JsonObject()
                        .put("name", "web")
                        .put("description", "For browsers.")
                        .put("default", true)
                        .put("available", true),
                profiles.getJsonObject(0));
        assertFalse(profiles.getJsonObject(1).getBoolean("default"));
        assertTrue(profiles.getJsonObject(1).getBoolean("available"));
        assertEquals(
                new JsonObject()
                        .put("name", "archive")
                        .put("description", "For keeps.")
                        .put("default", false)
                        .put("available", false)
                        .put("missing", new JsonArray(PROFILES.get(2).missing())),
                profiles.getJsonObject(2));
    }

    @Test
    void aProfileWhoseEncoderFailsHereIsNotServed(@TempDir Path other) throws Exception {
        Path folder = Files.createDirectories(other.resolve("profiles"));
        Files.writeString(folder.resolve("mine.json"), """
                {"description": "Mine", "packaging": "mp4", "audio": null, "subtitles": false, "pictures": null,
                 "video": {
                   "encoders": [{"name": "libx264", "leastSide": 2, "options": {"crf": "abc"}}],
                   "renditions": [{"longSide": 640, "shortSide": 360, "maxKilobits": 0}],
                   "dynamicRange": "standard", "maxFrameRate": 60, "keyFrameSeconds": 8}}""");
        try (TestNode second =
                TestNode.start(other.resolve("data"), Map.of("REELBUS_TRANSCODE_PROFILES", folder.toString()))) {
            JsonArray profiles = Web.json(Web.get(second, "/api/profiles")).getJsonArray("profiles");
            List<JsonObject> missing = profiles.stream()
                    .map(JsonObject.class::cast)
                    .filter(profile -> profile.containsKey("missing"))
                    .toList();
            assertEquals(1, missing.size(), profiles.encode());
            assertEquals("mine", missing.get(0).getString("name"));
            assertEquals(
                    new JsonArray().add("a working encoder libx264"),
                    missing.get(0).getJsonArray("missing"));
            Web.assertProblem(
                    422,
                    "profile_unavailable",
                    Web.send(Web.to(second, "/api/videos/" + FileId.random() + "?profile=mine")
                            .PUT(BodyPublishers.ofByteArray(CONTENT))));
        }
    }
}
