package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();
    private final List<String> ran = new ArrayList<>();

    private Owner.Timer set(long ticks, String name) {
        return wheel.after(ticks, () -> ran.add(name));
    }

    @Test
    void runsEachInItsTickAndOnce() {
        var unused = List.of(set(3, "third"), set(1, "first"));
        wheel.advance(1);
        assertEquals(List.of("first"), ran);
        wheel.advance(1);
        assertEquals(List.of("first"), ran);
        wheel.advance(1);
        wheel.advance(1000);
        assertEquals(List.of("first", "third"), ran);
        assertTrue(wheel.isEmpty());
    }

    @Test
    void whatIsDueAtOnceWaitsForTheNextTick() {
        var unused = set(0, "now");
        assertEquals(List.of(), ran);
        wheel.advance(1);
        assertEquals(List.of("now"), ran);
    }

    @Test
    void oneThatIsFurtherAheadThanTheWheelIsLongWaitsItsTurns() {
        var unused = set(2000, "far");
        for (int i = 1; i < 2000; i++) {
            wheel.advance(1);
        }
        assertEquals(List.of(), ran);
        wheel.advance(1);
        assertEquals(List.of("far"), ran);
    }

    @Test
    void manyTicksAtOnceRunAllThatAreDueInTheirOrder() {
        var unused = List.of(set(700, "c"), set(2, "a"), set(600, "b"), set(701, "later"));
        wheel.advance(700);
        assertEquals(List.of("a", "b", "c"), ran);
        assertFalse(wheel.isEmpty());
    }

    @Test
    void whatATaskSetsAnewCountsFromBehindTheTicksThatPassedAtOnce() {
        var unused = wheel.after(1, () -> {
            var next = set(2, "next");
        });
        wheel.advance(10);
        wheel.advance(1);
        assertEquals(List.of(), ran);
        wheel.advance(1);
        assertEquals(List.of("next"), ran);
    }

    @Test
    void aTaskMayCancelOneThatIsDueWithIt() {
        List<Owner.Timer> other = new ArrayList<>();
        var unused = wheel.after(1, () -> other.get(0).cancel());
        other.add(set(1, "canceled"));
        wheel.advance(1);
        assertEquals(List.of(), ran);
        assertTrue(wheel.isEmpty());
    }

    @Test
    void oneThatThrowsSpoilsNoOther() {
        var unused = List.of(
                wheel.after(1, () -> {
                    throw new IllegalStateException("mine");
                }),
                set(1, "other"));
        assertEquals(
                "mine",
                assertThrows(IllegalStateException.class, () -> wheel.advance(1))
                        .getMessage());
        assertEquals(List.of("other"), ran);
    }

    /** Against a plain list of what is due when. */
    @Test
    void doesWhatAListWouldDo() {
        Random random = new Random(4);
        Map<Integer, Long> expected = new HashMap<>();
        Map<Integer, Owner.Timer> set = new HashMap<>();
        List<Integer> fired = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            int name = i;
            long ticks = 1 + random.nextInt(random.nextBoolean() ? 20 : 1500);
            expected.put(name, now + ticks);
            set.put(name, wheel.after(ticks, () -> fired.add(name)));
            if (random.nextInt(3) == 0) {
                int canceled = random.nextInt(i + 1);
                set.get(canceled).cancel();
                expected.remove(canceled);
            }
            long passed = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(2);
            wheel.advance(passed);
            now += passed;
            long until = now;
            assertEquals(
                    expected.entrySet().stream()
                            .filter(each -> each.getValue() <= until)
                            .map(Map.Entry::getKey)
                            .sorted(Comparator.comparing((Integer each) -> expected.get(each))
                                    .thenComparing(Comparator.naturalOrder()))
                            .toList(),
                    fired.stream()
                            .sorted(Comparator.comparing((Integer each) -> expected.get(each))
                                    .thenComparing(Comparator.naturalOrder()))
                            .toList());
            fired.forEach(expected::remove);
            fired.clear();
        }
        assertEquals(expected.isEmpty(), wheel.isEmpty());
    }
}
