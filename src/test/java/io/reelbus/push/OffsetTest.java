package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.bus.Announcement;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.reelbus.push.Offset.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTest {
    private static final FileId ID = new FileId("00112233-4455-6677-8899-aabbccddeeff");
    private static final String NAME = "ABEiM0RVZneImaq7zN3u_w";

    private static Entry entry(Random random) {
        long seq = random.nextInt(10) == 0 ? Offset.MAX_SEQ - random.nextInt(3) : random.nextLong(5_000_000);
        boolean over = random.nextInt(3) == 0;
        return new Entry(Offset.name(FileId.random()), over ? 0 : seq, over);
    }

    @Test
    void aEntryIsTheIdAndThePosition() {
        assertEquals(NAME, Offset.name(ID));
        assertEquals(ID, new Entry(NAME, 0, false).fileId());
        assertEquals(
                "1." + NAME + "16va1." + Offset.name(new FileId("ffffffff-ffff-ffff-ffff-ffffffffffff")),
                new Offset(List.of(
                                new Entry(NAME, 2_000_089, false),
                                new Entry(Offset.name(new FileId("ffffffff-ffff-ffff-ffff-ffffffffffff")), 7, true)))
                        .text());
    }

    @Test
    void whoWatchesNothingHasAnOffsetToo() {
        assertEquals("1", new Offset(List.of()).text());
        assertEquals(Optional.of(new Offset(List.of())), Offset.parse("1", 0));
    }

    @Test
    void everyOffsetIsReadAsItWasWritten() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            List<Entry> entries = new ArrayList<>();
            for (int count = random.nextInt(40); count > 0; count--) {
                entries.add(entry(random));
            }
            Offset offset = new Offset(entries);
            String text = offset.text();
            assertEquals(Optional.of(offset), Offset.parse(text, entries.size()), text);
            assertEquals(text, Offset.parse(text, 1000).orElseThrow().text());
            assertTrue(text.length() <= Offset.maxLength(entries.size()), text);
            assertTrue(text.matches("[A-Za-z0-9._-]+"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "2",
                "1.",
                "1..",
                "1" + NAME,
                "1." + NAME + ".",
                "1." + NAME + "." + NAME,
                "1." + NAME + "1." + NAME + "2",
                "1,ABEiM0RVZneImaq7zN3u_w",
                "1.ABEiM0RVZneImaq7zN3u_",
                "1.ABEiM0RVZneImaq7zN3u_x",
                "1.ABEiM0RVZneImaq7zN3u/w",
                "1." + NAME + "01",
                "1." + NAME + "-1",
                "1." + NAME + "A",
                "1." + NAME + "zzzzzzzzzzzz",
                "1." + NAME + "1\n",
                " 1",
                "1." + NAME + " ",
                "1.\u0000",
                "Q88odKl"
            })
    void whatWeDidNotWriteIsNoOffset(String text) {
        assertEquals(Optional.empty(), Offset.parse(text, 1000));
    }

    @Test
    void anOffsetOfMoreFilesThanASocketMayWatchIsNone() {
        Random random = new Random(2);
        String text = new Offset(List.of(entry(random), entry(random), entry(random))).text();
        assertTrue(Offset.parse(text, 3).isPresent());
        assertEquals(Optional.empty(), Offset.parse(text, 2));
        assertEquals(Optional.empty(), Offset.parse("1." + "x".repeat(10_000_000), 1000));
    }

    @Test
    void noTextBreaksIt() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String signs = "1.0azAZ9_-\u0000\u00e9/\"\\ ";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text =
                    new StringBuilder(new Offset(List.of(entry(random), entry(random), entry(random))).text());
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(Math.max(1, text.length() - 1));
                char sign = signs.charAt(random.nextInt(signs.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, sign);
                    case 1 -> text.insert(at, sign);
                    case 2 -> text.deleteCharAt(at).append(sign);
                    default -> text.setLength(at + 1);
                }
            }
            String changed = text.toString();
            Offset.parse(changed, 1000)
                    .ifPresent(offset -> assertEquals(changed, offset.text(), () -> "-Dseed=" + seed));
        }
    }

    @Test
    void positionsAreBounded() {
        assertThrows(IllegalArgumentException.class, () -> new Entry(NAME, -1, false));
        assertThrows(IllegalArgumentException.class, () -> new Entry(NAME, Offset.MAX_SEQ + 1, false));
        assertTrue(Offset.MAX_SEQ > Seq.ofEntry(Integer.MAX_VALUE));
    }

    private static Telling last(JobEvent event) {
        List<Announcement> all = Announcement.of(event);
        return new Telling(all.get(all.size() - 1));
    }

    @Test
    void whoWatchesOneFileStandsAtTheEventItHasHad() {
        assertEquals(
                "1." + NAME + "16v7l",
                Offset.alone(last(new JobEvent.Progress(ID, Seq.of(2, 1), Instant.EPOCH, 1, 5, "m", Map.of()))));
        assertEquals(
                "1." + NAME,
                Offset.alone(last(new JobEvent.Completed(ID, Seq.ofEntry(3), Instant.EPOCH, 1, Map.of()))));
        assertEquals(
                "1." + NAME,
                Offset.alone(
                        last(new JobEvent.Failed(ID, Seq.ofEntry(2), Instant.EPOCH, 0, Failure.DELETED, "deleted"))));
        assertEquals(
                "1." + NAME + Long.toString(Seq.ofEntry(1), 36),
                Offset.alone(new Telling(Announcement.ofPlace(ID.value(), 3, Instant.EPOCH))));
    }
}
