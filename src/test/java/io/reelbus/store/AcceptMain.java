package io.reelbus.store;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Accepts jobs until it is killed, and prints the id of each once it is acknowledged. */
final class AcceptMain {
    private AcceptMain() {}

    public static void main(String[] args) {
        JobStore jobs = Await.result(JobStore.open(Vertx.vertx(), TestDatabase.config(), Path.of(args[0])));
        while (true) {
            FileId id = FileId.random();
            Await.result(
                    jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"), Priority.DEFAULT));
            System.out.println(id);
            System.out.flush();
        }
    }
}
