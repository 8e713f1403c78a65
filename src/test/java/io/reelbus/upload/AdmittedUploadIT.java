package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.Web;
import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.reelbus.job.Failure;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.reelbus.store.Unfinished;
import io.reelbus.store.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose profile no worker offers any more when their bytes are there. */
class AdmittedUploadIT {
    private static final UploadConfig CONFIG = new UploadConfig(1 << 30, 0, 0, 30, 1, 10);
    private static final byte[] CONTENT = Web.random(1_000);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    private JobStore jobs;
    private HttpServer server;

    /** Each profile is there until it was chosen once. */
    private static final class OnceEach implements ProfileChoice {
        private final Set<String> gone = new HashSet<>();

        @Override
        public synchronized Future<String> choose(Optional<String> wanted) {
            String name = ProfileChoice.named(wanted);
            return gone.add(name)
                    ? Future.succeededFuture(name)
                    : Future.failedFuture(Failure.PROFILE_UNAVAILABLE.asException());
        }

        @Override
        public Future<List<Offered>> offered() {
            return Future.succeededFuture(List.of());
        }
    }

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        var media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
        var unfinished = Await.result(Unfinished.open(vertx, folder.resolve("unfinished")));
        var registry = new SimpleMeterRegistry();
        var announcer = new Announcer(new Topics(vertx.eventBus(), registry), registry);
        var ingest = new Ingest(CONFIG, media, jobs, unfinished, announcer, new Links(""), new OnceEach());
        var room = new Room(media, CONFIG, registry);
        var door = new Door(vertx, new Draining(), announcer);
        var intake = new Intake(vertx, CONFIG);
        var repeatable = new Repeatable(jobs, new UploadStore(jobs, 5, 3_600, 10), media, ingest);
        Router router = Router.router(vertx);
        new UploadRoutes(new FormDoor(door, ingest, room, intake), repeatable).mount(router);
        new RawRoutes(ingest, repeatable, room, intake, door).mount(router);
        server = Await.result(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    @Test
    void whatTheQueryNamedHoldsWhenTheBytesAreThere() throws Exception {
        assertTaken("first", put("first"));
        assertTaken("second", post("?profile=second", Form.of(CONTENT)));
        assertTaken(
                "third", post("?profile=third", Form.of(CONTENT).field("profile", "third"), "Idempotency-Key", "k"));
        assertTaken("web", post("?profile=", Form.of(CONTENT)));
    }

    @Test
    void whatAFieldNamesIsChosenAtTheEndOfItsForm() throws Exception {
        assertTaken("second", post("?profile=first", Form.of(CONTENT).field("profile", "second")));
        assertEquals(
                422, post("", Form.of(CONTENT).field("profile", "second")).statusCode(), "by now nobody offers it");
    }

    private static void assertTaken(String profile, HttpResponse<String> answer) {
        assertEquals(201, answer.statusCode(), answer.body());
        assertEquals(profile, new JsonObject(answer.body()).getString("profile"));
    }

    private HttpResponse<String> put(String profile) throws Exception {
        return send(to("/api/videos/" + UUID.randomUUID() + "?profile=" + profile)
                .PUT(BodyPublishers.ofByteArray(CONTENT)));
    }

    private HttpResponse<String> post(String query, Form form, String... headers) throws Exception {
        HttpRequest.Builder request = to("/api/videos" + query).header("Content-Type", Form.TYPE);
        return send((headers.length == 0 ? request : request.headers(headers))
                .POST(BodyPublishers.ofByteArray(form.closed())));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
