package io.reelbus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.Failing;
import io.reelbus.store.JobStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A member of a cluster, in this JVM, that works on jobs as a worker does but without ffmpeg, so that many of them are
 * soon told: they succeed, fail, are given back and are forgotten at random, and the bus loses some of what is said.
 */
final class Storyteller implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final int URGENT = 9;
    private static final int MOST_PROGRESS = 30;
    private static final int MOST_PAUSE_MS = 80;

    private final Vertx vertx;
    private final JobStore jobs;
    private final Topics topics;
    private final List<Thread> slots = new ArrayList<>();
    private volatile boolean closed;

    /** Joins the cluster of these settings, and works. */
    Storyteller(Map<String, String> settings, Random random) {
        NodeConfig config = ConfigLoader.load(null, settings);
        vertx = Await.result(Clustering.start(config.cluster(), NodeName.of(config)))
                .vertx();
        jobs = Await.result(JobStore.open(vertx, config.store(), config.data()));
        topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
        for (int i = 1; i <= SLOTS; i++) {
            String name = "storyteller/" + i;
            Random own = new Random(random.nextLong());
            Thread slot = new Thread(() -> work(name, own), name);
            slot.start();
            slots.add(slot);
        }
    }

    /** Accepts an upload of this id. */
    void accept(FileId id) {
        Await.result(jobs.accept(id, new Upload("told.mp4", "video/mp4", 1, id + "/original", "web"), URGENT));
        topics.publishChanged(id, JobState.QUEUED);
    }

    /** What clients must be told of the file, by its journal: {@code {event, data}} each. */
    List<JsonObject> lifecycle(String fileId) {
        return Await.result(jobs.story(new FileId(fileId))).orElseThrow().journal().stream()
                .map(Announcement::of)
                .flatMap(List::stream)
                .map(each -> new JsonObject().put("event", each.event()).put("data", each.data()))
                .toList();
    }

    private void work(String worker, Random random) {
        while (!closed) {
            Claim claim = Await.result(jobs.claim(worker, Set.of("web")));
            if (claim instanceof Claim.Held held) {
                attempt(held.lease(), random);
            } else if (claim instanceof Claim.Ended ended) {
                say(ended.failed(), random);
            } else {
                pause(2 * MOST_PAUSE_MS, random);
            }
        }
    }

    private void attempt(Lease lease, Random random) {
        say(lease.started(), random);
        int count = random.nextInt(MOST_PROGRESS);
        for (int k = 1; k <= count; k++) {
            pause(MOST_PAUSE_MS, random);
            var progress = new JobEvent.Progress(
                    lease.fileId(),
                    Seq.of(Seq.entry(lease.started().seq()), k),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    lease.attempt(),
                    Math.floor(1000.0 * k / MOST_PROGRESS) / 10,
                    "Transcoding...",
                    Map.of("step", "transcode"));
            say(progress, random);
            if (k % 10 == 0 && !Await.result(jobs.heartbeat(lease, Optional.of(progress)))) {
                return;
            }
        }
        end(lease, random);
    }

    private void end(Lease lease, Random random) {
        int fate = random.nextInt(100);
        if (fate < 55) {
            Await.result(jobs.complete(lease, lease.fileId() + "/1", Map.of("duration", 1), AttemptReport.NONE))
                    .ifPresent(completed -> say(completed, random));
        } else if (fate < 80) {
            Failure failure = fate < 70 ? Failure.TRANSCODE_FAILED : Failure.NOT_A_VIDEO;
            if (Await.result(jobs.fail(lease, failure.asException(), AttemptReport.NONE))
                    instanceof Failing.Final last) {
                say(last.failed(), random);
            }
        } else if (fate < 92 && Await.result(jobs.release(lease, AttemptReport.NONE))) {
            topics.publishWork(lease.fileId(), lease.upload().media());
        }
        // Else it falls silent, as a worker that has died.
    }

    /** Once mostly; a bus may lose it, or bring it twice. */
    private void say(JobEvent event, Random random) {
        int luck = random.nextInt(100);
        for (int times = luck < 5 ? 0 : luck < 8 ? 2 : 1; times > 0; times--) {
            topics.publish(event);
        }
    }

    private static void pause(int mostMs, Random random) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(mostMs)));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread slot : slots) {
            slot.join();
        }
        Await.result(jobs.close());
        Await.result(vertx.close());
    }
}
