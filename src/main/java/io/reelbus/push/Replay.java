package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file's story as this node knows it: the lifecycle so far and the latest progress. It takes what the bus and the
 * store bring, in any order and more than once, and gives each event on exactly once and in order.
 */
final class Replay {
    private final List<Telling> lifecycle = new ArrayList<>();
    private @Nullable Telling progress;
    private long last;

    /** What an event from the bus turned out to be. */
    enum Heard {
        /** It is the next one. */
        NEW,
        /** It was known already, or a later one was. */
        STALE,
        /** A journal entry before it is missing: read the store. */
        GAP
    }

    /** Catches up with the store; returns what was not known yet, in order. */
    List<Telling> load(Story story) {
        List<Telling> fresh = new ArrayList<>();
        Stream.concat(story.journal().stream(), story.progress().stream()).forEach(event -> {
            if (event.seq() > last) {
                fresh.addAll(append(Announcement.of(event), event.seq()));
            }
        });
        return fresh;
    }

    /** Whether this is the story of another video: the one that is known here was deleted, and its id has come again. */
    boolean isFormerOf(Story story) {
        return isKnown() && story.journal().get(0).seq() > last;
    }

    Heard classify(Announcement heard) {
        if (heard.seq() <= last) {
            return Heard.STALE;
        }
        return Seq.isGap(last, heard.seq()) ? Heard.GAP : Heard.NEW;
    }

    /** Takes the next event; returns what to tell of it. */
    List<Telling> take(Announcement heard) {
        return append(heard.expand(), heard.seq());
    }

    private List<Telling> append(List<Announcement> announcements, long seq) {
        last = seq;
        List<Telling> tellings = announcements.stream().map(Telling::new).toList();
        for (Telling telling : tellings) {
            if (telling.isConflatable()) {
                progress = telling;
            } else {
                progress = null;
                lifecycle.add(telling);
            }
        }
        return tellings;
    }

    /** What a subscriber who has had all up to this position still needs: the lifecycle, and the latest progress. */
    List<Telling> after(long seq) {
        return Stream.concat(lifecycle.stream(), Optional.ofNullable(progress).stream())
                .filter(telling -> telling.seq() > seq)
                .toList();
    }

    /** Whether the story has begun, which is to say that the file exists. */
    boolean isKnown() {
        return last > 0;
    }

    /** The position of the newest event known. */
    long last() {
        return last;
    }

    /** Whether the file exists and no attempt at it has begun. */
    boolean isWaiting() {
        return isKnown() && lifecycle.isEmpty() && progress == null;
    }

    /** The position of the next journal entry. */
    long nextEntry() {
        return Seq.ofEntry(Seq.entry(last) + 1);
    }

    boolean isClosed() {
        return !lifecycle.isEmpty() && lifecycle.get(lifecycle.size() - 1).isTerminal();
    }
}
