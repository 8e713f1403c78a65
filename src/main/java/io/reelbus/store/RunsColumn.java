package io.reelbus.store;

import io.reelbus.job.AttemptReport.Run;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The runs of an attempt as the database keeps them: a JSON array, of which no more is kept than its column holds. */
final class RunsColumn {
    static final int MAX_LENGTH = 1_000_000;

    private RunsColumn() {}

    /** Where all of it is too long, ffmpeg's words go first, then the runs: an outcome must not fail for its report. */
    static String encode(List<Run> runs) {
        String whole = text(runs);
        if (whole.length() <= MAX_LENGTH) {
            return whole;
        }
        String brief = text(runs.stream().map(RunsColumn::withoutWords).toList());
        return brief.length() <= MAX_LENGTH ? brief : "[]";
    }

    private static Run withoutWords(Run run) {
        return new Run(run.step(), run.arguments(), run.wallSeconds(), run.cpuSeconds(), run.exit(), List.of());
    }

    private static String text(List<Run> runs) {
        JsonArray all = new JsonArray();
        runs.forEach(run -> all.add(new JsonObject()
                .put("step", run.step())
                .put("arguments", new JsonArray(run.arguments()))
                .put("wallSeconds", run.wallSeconds())
                .put("cpuSeconds", run.cpuSeconds())
                .put("exit", run.exit())
                .put("said", new JsonArray(run.said()))));
        return all.encode();
    }

    /** Nothing was written by the release before, and is not while an attempt is under way. */
    static List<Run> decode(@Nullable String column) {
        JsonArray all = column == null ? new JsonArray() : new JsonArray(column);
        return IntStream.range(0, all.size())
                .mapToObj(all::getJsonObject)
                .map(run -> new Run(
                        run.getString("step"),
                        texts(run.getJsonArray("arguments")),
                        run.getDouble("wallSeconds"),
                        run.getDouble("cpuSeconds"),
                        run.getInteger("exit"),
                        texts(run.getJsonArray("said"))))
                .toList();
    }

    private static List<String> texts(JsonArray texts) {
        return texts.stream().map(String::valueOf).toList();
    }
}
