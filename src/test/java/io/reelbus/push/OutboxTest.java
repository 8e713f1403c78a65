package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.bus.Announcement;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final FileId a = FileId.random();
    private final FileId b = FileId.random();
    private final List<Telling> sent = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private final Outbox outbox = new Outbox(
            telling -> {
                sent.add(telling);
                room--;
            },
            () -> room <= 0);

    private static Telling progress(FileId id, int k) {
        return new Telling(Announcement.of(new JobEvent.Progress(id, Seq.of(2, k), Instant.EPOCH, 1, k, "m", Map.of()))
                .get(0));
    }

    private static List<Telling> completed(FileId id) {
        return Announcement.of(new JobEvent.Completed(id, Seq.ofEntry(3), Instant.EPOCH, 1, Map.of())).stream()
                .map(Telling::new)
                .toList();
    }

    @Test
    void nothingIsConflatedWhileTheTransportTakesIt() {
        for (int k = 1; k <= 50; k++) {
            assertFalse(outbox.offer(progress(a, k)));
        }
        assertEquals(50, sent.size());
        assertEquals(0, outbox.size());
    }

    @Test
    void behindAFullTransportTheLatestProgressOfEachFileWaits() {
        room = 0;
        for (int k = 1; k <= 50; k++) {
            assertTrue(outbox.offer(progress(a, k)));
            assertTrue(outbox.offer(progress(b, k)));
        }
        assertEquals(2, outbox.size());
        room = 10;
        assertFalse(outbox.drain());
        assertEquals(
                List.of(Seq.of(2, 50), Seq.of(2, 50)),
                sent.stream().map(Telling::seq).toList());
        assertEquals(
                List.of(a.value(), b.value()),
                sent.stream().map(Telling::fileId).toList());
    }

    @Test
    void lifecycleIsNeverDroppedAndTheOrderOfAFileIsKept() {
        room = 0;
        outbox.offer(progress(a, 1));
        completed(a).forEach(outbox::offer);
        outbox.offer(progress(b, 1));
        completed(b).forEach(outbox::offer);
        room = 100;
        outbox.drain();
        assertEquals(6, sent.size());
        for (FileId id : List.of(a, b)) {
            List<Long> seqs = sent.stream()
                    .filter(each -> each.fileId().equals(id.value()))
                    .map(Telling::seq)
                    .toList();
            assertEquals(List.of(Seq.of(2, 1), 2_999_999L, 3_000_000L), seqs);
        }
    }

    @Test
    void nothingOvertakesWhatWaits() {
        room = 0;
        completed(a).forEach(outbox::offer);
        room = 100;
        assertTrue(outbox.offer(progress(b, 1)));
        assertEquals(List.of(), sent);
        assertFalse(outbox.drain());
        assertEquals(3, sent.size());
    }

    @Test
    void drainingStopsWhenTheTransportIsFullAgain() {
        room = 0;
        completed(a).forEach(outbox::offer);
        completed(b).forEach(outbox::offer);
        room = 3;
        assertTrue(outbox.drain());
        assertEquals(3, sent.size());
        assertEquals(1, outbox.size());
    }

    @Test
    void aForgottenFileIsNotSentAndOthersAre() {
        room = 0;
        completed(a).forEach(outbox::offer);
        outbox.offer(progress(a, 1));
        outbox.offer(progress(b, 1));
        outbox.forget(a.value());
        room = 100;
        outbox.drain();
        assertEquals(List.of(b.value()), sent.stream().map(Telling::fileId).toList());
    }
}
