package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import java.time.Instant;
import java.util.List;

/** What ends the story of a file that is gone, where the event that said so was lost. */
final class Deletion {
    private Deletion() {}

    /** For somebody who has had all of it up to this position. */
    static List<Telling> after(FileId id, long last) {
        return at(id, Seq.ofEntry(Seq.entry(last) + 1)).stream()
                .map(Telling::new)
                .toList();
    }

    static List<Announcement> at(FileId id, long seq) {
        Failure deleted = Failure.DELETED;
        return Announcement.of(new JobEvent.Failed(id, seq, Instant.now(), 0, deleted, deleted.sentence()));
    }
}
