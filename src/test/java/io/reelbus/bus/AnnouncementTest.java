package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementTest {
    private static final FileId ID = new FileId("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.120Z");

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static JobEvent.Progress progress(double percent, Map<String, Object> metadata) {
        return new JobEvent.Progress(ID, Seq.of(2, 7), AT, 1, percent, "Transcoding...", metadata);
    }

    private static String json(JobEvent event) {
        List<Announcement> told = Announcement.of(event);
        return told.get(told.size() - 1).data().encode();
    }

    @Test
    void startedIsWrittenExactlySo() {
        var event = new JobEvent.Started(ID, Seq.ofEntry(2), AT, 1, ordered("filename", "z.mp4", "a", 3));
        assertEquals("processing:started", Announcement.of(event).get(0).event());
        assertEquals(
                "{\"fileId\":\"" + ID + "\",\"metadata\":{\"filename\":\"z.mp4\",\"a\":3},"
                        + "\"timestamp\":\"2026-03-01T12:00:00.120Z\",\"seq\":2000000,\"attempt\":1}",
                json(event));
    }

    @Test
    void progressIsWrittenExactlySo() {
        assertEquals(
                "processing:progress",
                Announcement.of(progress(1, Map.of())).get(0).event());
        assertEquals(
                "{\"fileId\":\"" + ID + "\",\"progress\":42.5,\"status\":\"processing\",\"message\":\"Transcoding...\","
                        + "\"metadata\":{\"step\":\"transcode\",\"eta\":4},"
                        + "\"timestamp\":\"2026-03-01T12:00:00.120Z\",\"seq\":2000007,\"attempt\":1}",
                json(progress(42.5, ordered("step", "transcode", "eta", 4))));
    }

    @Test
    void completedIsWrittenExactlySo() {
        var event = new JobEvent.Completed(ID, Seq.ofEntry(3), AT, 2, ordered("duration", 12.5, "width", 640));
        assertEquals("processing:completed", Announcement.of(event).get(1).event());
        assertEquals(
                "{\"fileId\":\"" + ID + "\",\"result\":{\"duration\":12.5,\"width\":640},"
                        + "\"timestamp\":\"2026-03-01T12:00:00.120Z\",\"seq\":3000000,\"attempt\":2}",
                json(event));
    }

    @Test
    void failedIsWrittenExactlySo() {
        var event = new JobEvent.Failed(ID, Seq.ofEntry(3), AT, 3, Failure.TIMED_OUT, "It took too long.");
        assertEquals("processing:failed", Announcement.of(event).get(0).event());
        assertEquals(1, Announcement.of(event).size());
        assertEquals(
                "{\"fileId\":\"" + ID + "\",\"error\":\"It took too long.\","
                        + "\"timestamp\":\"2026-03-01T12:00:00.120Z\",\"seq\":3000000,\"attempt\":3,"
                        + "\"code\":\"timed_out\",\"retryable\":true}",
                json(event));
    }

    @Test
    void aFailureBeforeAnyAttemptNamesNone() {
        var event = new JobEvent.Failed(ID, Seq.ofEntry(2), AT, 0, Failure.DELETED, "Gone.");
        assertFalse(new JsonObject(json(event)).containsKey("attempt"));
    }

    @Test
    void metadataThatIsNotThereIsOmitted() {
        assertFalse(new JsonObject(json(progress(1, Map.of()))).containsKey("metadata"));
    }

    @Test
    void noKeyIsEverNull() {
        List<JobEvent> events = List.of(
                new JobEvent.Started(ID, Seq.ofEntry(2), AT, 1, Map.of()),
                progress(3, Map.of()),
                new JobEvent.Completed(ID, Seq.ofEntry(3), AT, 1, Map.of()),
                new JobEvent.Failed(ID, Seq.ofEntry(3), AT, 0, Failure.DELETED, "Gone."));
        events.stream()
                .flatMap(event -> Announcement.of(event).stream())
                .forEach(told -> assertFalse(told.data().encode().contains("null"), told.event()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "42.5, 42.5", "99.9, 99.9", "99, 99"})
    void wholePercentagesHaveNoPoint(double percent, String written) {
        assertTrue(json(progress(percent, Map.of())).contains("\"progress\":" + written + ","));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.1Z, 2026-03-01T12:00:00.100Z",
        "2026-03-01T12:00:00.123999Z, 2026-03-01T12:00:00.123Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z"
    })
    void timestampsHaveThreeDigitsAndZ(Instant at, String written) {
        assertEquals(written, Timestamps.text(at));
    }

    @Test
    void nothingIsToldOfAnAcceptance() {
        assertEquals(List.of(), Announcement.of(new JobEvent.Accepted(ID, Seq.ofEntry(1), AT)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Announcement.encode(new JobEvent.Accepted(ID, Seq.ofEntry(1), AT)));
    }

    @Test
    void beforeACompletionGoesTheProgressOfAHundred() {
        List<Announcement> told = Announcement.of(new JobEvent.Completed(ID, Seq.ofEntry(3), AT, 2, Map.of()));
        assertEquals(2, told.size());
        assertEquals(
                "{\"fileId\":\"" + ID + "\",\"progress\":100,\"status\":\"completed\",\"message\":\"Completed\","
                        + "\"timestamp\":\"2026-03-01T12:00:00.120Z\",\"seq\":2999999,\"attempt\":2}",
                told.get(0).data().encode());
        assertEquals("processing:progress", told.get(0).event());
        assertFalse(told.get(0).isConflatable());
        assertFalse(told.get(0).isTerminal());
        assertTrue(told.get(1).isTerminal());
    }

    @Test
    void onlyProgressUnderWayIsConflatable() {
        assertTrue(Announcement.encode(progress(5, Map.of())).isConflatable());
        assertFalse(Announcement.encode(new JobEvent.Started(ID, Seq.ofEntry(2), AT, 1, Map.of()))
                .isConflatable());
    }

    @Test
    void aBodyComesBackAsItWas() {
        Announcement told = Announcement.encode(progress(42.5, ordered("step", "probe")));
        JsonObject wire = new JsonObject(told.toBody().encode());
        assertEquals(List.of("event", "data"), List.copyOf(wire.fieldNames()));
        assertEquals(told, Announcement.fromBody(wire));
        assertEquals(ID.value(), told.fileId());
        assertEquals(Seq.of(2, 7), told.seq());
    }
}
