package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Seq;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Topics topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
    private final FileId id = FileId.random();

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private JobEvent.Progress progress(int k, Map<String, Object> metadata) {
        return new JobEvent.Progress(id, Seq.of(2, k), Instant.ofEpochMilli(k), 1, k, "m", metadata);
    }

    @Test
    void aNodeHearsItsOwnEchoAsOftenAsItAsksAndLeavesNobodyRegistered() {
        Await.result(topics.askEcho("here"));
        Await.result(topics.askEcho("here"));
        var nobody = vertx.eventBus().request(Topics.echo("here"), new JsonObject());
        assertThrows(ReplyException.class, () -> Await.result(nobody));
    }

    @Test
    void aBellRingsAtEverySlot() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Await.result(topics.onWork(first::incrementAndGet).ready());
        Await.result(topics.onWork(second::incrementAndGet).ready());
        topics.publishWork(id, "somewhere");
        Await.until("both ring", () -> first.get() == 1 && second.get() == 1);
    }

    @Test
    void aBellNamesTheFileAndItsMedia() {
        List<JsonObject> bodies = new CopyOnWriteArrayList<>();
        Await.result(vertx.eventBus()
                .<JsonObject>consumer("jobs.available", message -> bodies.add(message.body()))
                .completion());
        topics.publishWork(id, "somewhere");
        Await.until("heard", () -> !bodies.isEmpty());
        assertEquals(
                "{\"fileId\":\"" + id + "\",\"media\":\"somewhere\"}",
                bodies.get(0).encode());
    }

    @Test
    void aChangeTellsFileAndState() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Await.result(
                topics.onChanged((file, state) -> heard.add(file + " " + state)).ready());
        topics.publishChanged(id, JobState.FAILED);
        Await.until("heard", () -> !heard.isEmpty());
        assertEquals(List.of(id + " FAILED"), heard);
    }

    @Test
    void eventsOfAFileReachItsListenersInOrderAndNobodyElse() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        List<Announcement> others = new CopyOnWriteArrayList<>();
        FileId other = FileId.random();
        Await.result(topics.onEvents(id, told -> heard.add(told.seq())));
        Await.result(topics.onEvents(other, others::add));
        for (int k = 1; k <= 100; k++) {
            topics.publish(progress(k, Map.of()));
        }
        topics.publish(new JobEvent.Started(other, Seq.ofEntry(2), Instant.EPOCH, 1, Map.of()));
        Await.until("all heard", () -> heard.size() == 100 && others.size() == 1);
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(Seq.of(2, 1), heard.get(0));
    }

    @Test
    void theOrderOfMetadataSurvivesTheBus() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (String key : List.of("step", "duration", "width", "height", "eta", "speed", "fps", "frame")) {
            metadata.put(key, 1);
        }
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        Await.result(topics.onEvents(id, heard::add));
        topics.publish(progress(1, Collections.unmodifiableMap(metadata)));
        Await.until("heard", () -> !heard.isEmpty());
        assertEquals(
                List.copyOf(metadata.keySet()),
                List.copyOf(heard.get(0).data().getJsonObject("metadata").fieldNames()));
    }

    @Test
    void whatAListenerDoesToAnEventIsNotSeenByAnother() {
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        Await.result(topics.onEvents(id, told -> told.data().put("message", "spoilt")));
        Await.result(topics.onEvents(id, heard::add));
        topics.publish(progress(1, Map.of()));
        Await.until("heard", () -> !heard.isEmpty());
        assertEquals("m", heard.get(0).data().getString("message"));
    }

    @Test
    void nothingIsHeardAfterARegistrationIsClosed() {
        List<Announcement> closed = new CopyOnWriteArrayList<>();
        List<Announcement> open = new CopyOnWriteArrayList<>();
        var registration = Await.result(topics.onEvents(id, closed::add));
        Await.result(topics.onEvents(id, open::add));
        Await.result(registration.close());
        topics.publish(progress(1, Map.of()));
        Await.until("the other hears it", () -> open.size() == 1);
        assertEquals(List.of(), closed);
    }
}
