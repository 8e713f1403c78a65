package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.Web;
import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.store.StoreConfig;
import io.reelbus.store.Unfinished;
import io.reelbus.store.UploadStore;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A form door before a store that takes its time to say whether there is room, as a busy disk does. */
class SlowStoreIT {
    private static final UploadConfig CONFIG = new UploadConfig(1 << 30, 0, 0, 30, 1, 10);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    private JobStore jobs;

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private MediaStore slow(MediaStore media) {
        return (MediaStore) Proxy.newProxyInstance(
                MediaStore.class.getClassLoader(),
                new Class<?>[] {MediaStore.class},
                (proxy, method, arguments) -> method.getName().equals("free")
                        ? vertx.timer(300, TimeUnit.MILLISECONDS).compose(later -> media.free())
                        : method.invoke(media, arguments));
    }

    /** By HTTP/2 more is read while a request is paused; it counted as what stands beside the file. */
    @Test
    void aFormThatComesFasterThanItIsLookedAtIsTaken() throws Exception {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        MediaStore media = slow(Await.result(DirectoryStore.open(vertx, folder.resolve("media"))));
        Unfinished unfinished = Await.result(Unfinished.open(vertx, folder.resolve("unfinished")));
        var registry = new SimpleMeterRegistry();
        var announcer = new Announcer(new Topics(vertx.eventBus(), registry), registry);
        var ingest = new Ingest(CONFIG, media, jobs, unfinished, announcer, new Links(""), new OnlyTheDefault());
        var room = new Room(media, CONFIG, registry);
        var door = new Door(vertx, new Draining(), announcer);
        var repeatable = new Repeatable(jobs, new UploadStore(jobs, 5, 3_600, 10), media, ingest);
        Router router = Router.router(vertx);
        new UploadRoutes(new FormDoor(door, ingest, room, new Intake(vertx, CONFIG)), repeatable).mount(router);
        HttpServer server =
                Await.result(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + "/api/videos"))
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofByteArray(Form.of(Web.random(3_000_000)).closed()))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(201, answer.statusCode(), answer.body());
    }
}
