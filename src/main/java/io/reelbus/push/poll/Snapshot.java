package io.reelbus.push.poll;

import io.reelbus.bus.Announcement;
import io.reelbus.bus.VideoState;
import io.reelbus.job.Story;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a poll is answered with: a story as the store has it, and what was told since. The store learns of progress
 * later than those who are told it, so what was told counts.
 */
final class Snapshot {
    private final Story story;
    private final List<Announcement> told;

    Snapshot(Story story, List<Announcement> told) {
        this.story = story;
        this.told = told.stream().filter(each -> each.seq() > story.seq()).toList();
    }

    Snapshot with(List<Announcement> toldSince) {
        return new Snapshot(story, toldSince);
    }

    long seq() {
        return told.isEmpty() ? story.seq() : told.get(told.size() - 1).seq();
    }

    /** Whether nothing can come after it. */
    boolean isClosed() {
        return told.isEmpty() ? story.isClosed() : told.get(told.size() - 1).isTerminal();
    }

    JsonObject state() {
        JsonObject state = VideoState.of(story);
        told.forEach(each -> VideoState.advance(state, each));
        return state.put("seq", seq());
    }

    /** The lifecycle above this position and the latest progress, each {@code {event, data}} as a raw frame is. */
    JsonArray events(long after) {
        List<Announcement> all = new ArrayList<>(Stream.concat(story.journal().stream(), story.progress().stream())
                .map(Announcement::of)
                .flatMap(List::stream)
                .toList());
        all.addAll(told);
        int last = all.size() - 1;
        JsonArray events = new JsonArray();
        IntStream.rangeClosed(0, last)
                .filter(i -> i == last || !all.get(i).isConflatable())
                .mapToObj(all::get)
                .filter(each -> each.seq() > after)
                .forEach(each ->
                        events.add(new JsonObject().put("event", each.event()).put("data", each.data())));
        return events;
    }
}
