package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What one subscriber was told of one file: the {@code processing:} events among its lines, in order of receipt. */
record Told(List<JsonObject> story) {
    static Told of(List<JsonObject> lines, String fileId) {
        return new Told(lines.stream()
                .filter(line -> line.getString("event", "").startsWith("processing:"))
                // A place in the queue is no part of the story.
                .filter(line -> !"queued".equals(line.getJsonObject("data").getString("status")))
                .filter(line -> fileId.equals(line.getJsonObject("data").getString("fileId")))
                .toList());
    }

    /**
     * What a client was told that came back and subscribed anew, by its visits: each told the story from its
     * beginning, as far as it had come. What it had been told before is left out.
     */
    static Told overVisits(List<List<JsonObject>> visits, String fileId) {
        List<Told> each = visits.stream().map(lines -> of(lines, fileId)).toList();
        List<JsonObject> story = new ArrayList<>();
        long seq = 0;
        for (Told visit : each) {
            for (JsonObject line : visit.assertRises().story()) {
                if (seq(line) > seq) {
                    seq = seq(line);
                    story.add(line);
                }
            }
        }
        Told all = new Told(story);
        for (Told visit : each) {
            List<JsonObject> told = visit.lifecycle();
            assertEquals(all.lifecycle().stream().limit(told.size()).toList(), told, () -> visit + "\nof\n" + all);
        }
        return all;
    }

    private static long seq(JsonObject line) {
        return line.getJsonObject("data").getLong("seq");
    }

    static boolean isEnd(JsonObject line) {
        return List.of("processing:completed", "processing:failed").contains(line.getString("event", ""));
    }

    /** A connection at which the server took its client back. */
    static boolean isRecovered(JsonObject line) {
        return "connect".equals(line.getString("event")) && line.getBoolean("recovered");
    }

    /** The start of this attempt. */
    static Predicate<JsonObject> started(int attempt) {
        return line -> "processing:started".equals(line.getString("event"))
                && attempt == line.getJsonObject("data").getInteger("attempt");
    }

    /** A progress of at least so many per cent. */
    static Predicate<JsonObject> progress(double least) {
        return line -> "processing:progress".equals(line.getString("event"))
                && line.getJsonObject("data").getDouble("progress") >= least;
    }

    /** The story without the progress on its way, which is lost on purpose. */
    List<JsonObject> lifecycle() {
        return story.stream().filter(line -> !isOnItsWay(line)).toList();
    }

    private static boolean isOnItsWay(JsonObject line) {
        return "processing".equals(line.getJsonObject("data").getString("status"));
    }

    /** Without progress that came a second time just as it was: that may come of a cut, where an offset is left out. */
    Told withoutRepeatedProgress() {
        Set<JsonObject> before = new HashSet<>();
        return new Told(story.stream()
                .filter(line -> before.add(line) || !isOnItsWay(line))
                .toList());
    }

    /** The numbers of the attempts that were begun. */
    List<Integer> attempts() {
        return story.stream()
                .filter(line -> "processing:started".equals(line.getString("event")))
                .map(line -> line.getJsonObject("data").getInteger("attempt"))
                .toList();
    }

    /** Positions rise, and progress never falls within an attempt. */
    Told assertRises() {
        long seq = 0;
        double percent = 0;
        for (JsonObject line : story) {
            JsonObject data = line.getJsonObject("data");
            assertTrue(seq(line) > seq, () -> line + " in\n" + this);
            seq = seq(line);
            if ("processing:started".equals(line.getString("event"))) {
                percent = 0;
            }
            if (data.containsKey("progress")) {
                double before = percent;
                percent = data.getDouble("progress");
                assertTrue(percent >= before, () -> line + " in\n" + this);
            }
        }
        return this;
    }

    /** It rises, begins with a start, one completed is there, and nothing follows it. */
    Told assertWhole() {
        var unused = assertRises();
        assertEquals("processing:started", story.get(0).getString("event"), this::toString);
        assertEquals(1, story.stream().filter(Told::isEnd).count(), this::toString);
        assertEquals("processing:completed", story.get(story.size() - 1).getString("event"), this::toString);
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", story.stream().map(JsonObject::encode).toList());
    }
}
