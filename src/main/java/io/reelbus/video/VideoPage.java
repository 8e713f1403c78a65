package io.reelbus.video;

import io.reelbus.bus.VideoState;
import io.reelbus.job.JobState;
import io.reelbus.job.Story;
import io.reelbus.store.Cursor;
import io.reelbus.store.JobStore;
import io.reelbus.store.ListParameters;
import io.reelbus.store.Page;
import io.reelbus.store.Selection;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One page of the list of videos as clients get it, the newest first. */
final class VideoPage {
    static final String STATUS = "status";
    static final String CURSOR = "cursor";
    static final String LIMIT = "limit";

    private static final ListParameters PARAMETERS = new ListParameters(STATUS, CURSOR, 20, 100);

    private final Selection selection;
    private final Page<Story> page;

    private VideoPage(Selection selection, Page<Story> page) {
        this.selection = selection;
        this.page = page;
    }

    /** Reads the page that these parameters ask for, each with all its values; throws BAD_REQUEST with what is wrong. */
    static Future<VideoPage> read(JobStore jobs, Function<String, List<String>> parameters) {
        Selection selection = PARAMETERS.read(parameters);
        return jobs.stories(selection).map(page -> new VideoPage(selection, page));
    }

    /** {@code {videos: [...], next?}}, each as it is answered alone; {@code next} is the cursor of the next page. */
    JsonObject json() {
        JsonArray videos = new JsonArray();
        page.entries().forEach(story -> videos.add(VideoState.of(story)));
        JsonObject json = new JsonObject().put("videos", videos);
        page.next().ifPresent(next -> json.put("next", next.text()));
        return json;
    }

    /** The query that asks for the next page; empty where this is the last. */
    Optional<String> next() {
        return page.next().map(this::query);
    }

    private String query(Cursor next) {
        String query = LIMIT + "=" + selection.limit() + "&" + CURSOR + "=" + next.text();
        return selection.states().isEmpty()
                ? query
                : query + "&" + STATUS + "="
                        + selection.states().stream().map(JobState::wire).collect(Collectors.joining(","));
    }
}
