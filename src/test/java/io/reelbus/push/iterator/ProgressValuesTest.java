package io.reelbus.push.iterator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.bus.Announcement;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ProgressValuesTest {
    private static String value(String event, String data) {
        return ProgressValues.value(event, new JsonObject(data)).encode();
    }

    @Test
    void aProgressKeepsWhatTheOriginalsClientReads() {
        assertEquals(
                "{\"progress\":12.5,\"message\":\"Transcoding\",\"metadata\":{\"eta\":3},\"timestamp\":\"t\",\"status\":\"processing\"}",
                value(
                        Announcement.PROGRESS,
                        "{\"fileId\":\"f\",\"progress\":12.5,\"status\":\"processing\",\"message\":\"Transcoding\","
                                + "\"metadata\":{\"eta\":3},\"timestamp\":\"t\",\"seq\":7,\"attempt\":1}"));
    }

    @Test
    void withoutMetadataThereIsNoKeyForIt() {
        assertEquals(
                "{\"progress\":100,\"message\":\"Completed\",\"timestamp\":\"t\",\"status\":\"completed\"}",
                value(
                        Announcement.PROGRESS,
                        "{\"progress\":100,\"status\":\"completed\",\"message\":\"Completed\",\"timestamp\":\"t\"}"));
    }

    @Test
    void aStartIsAProgressOfZero() {
        assertEquals(
                "{\"progress\":0,\"message\":\"Started\",\"metadata\":{\"size\":1},\"timestamp\":\"t\",\"status\":\"processing\"}",
                value(Announcement.STARTED, "{\"fileId\":\"f\",\"metadata\":{\"size\":1},\"timestamp\":\"t\"}"));
    }
}
