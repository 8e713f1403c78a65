package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SecondLookTest {
    private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();
    private final Map<String, Long> lookedAt = new TreeMap<>();
    private final List<List<String>> looks = new ArrayList<>();
    private long now;

    private final SecondLook<String> second = new SecondLook<>(
            (millis, task) ->
                    due.computeIfAbsent(now + millis, at -> new ArrayList<>()).add(task),
            all -> {
                looks.add(all);
                all.forEach(each -> lookedAt.put(each, now));
            });

    private void passUntil(long then) {
        while (!due.isEmpty() && due.firstKey() <= then) {
            now = due.firstKey();
            due.remove(now).forEach(Runnable::run);
        }
        now = then;
    }

    @Test
    void whoeverRegistersIsLookedAtNeitherTooSoonNorLate() {
        for (int at = 0; at < 1_000; at += 7) {
            passUntil(at);
            second.registered("at " + at);
        }
        passUntil(2_000);
        for (int at = 0; at < 1_000; at += 7) {
            long waited = lookedAt.get("at " + at) - at;
            assertTrue(waited >= SecondLook.AFTER_MS, waited + " ms after the registration at " + at);
            assertTrue(
                    waited <= SecondLook.AFTER_MS + SecondLook.GATHER_MS,
                    waited + " ms after the registration at " + at);
        }
    }

    @Test
    void thoseWhoRegisterTogetherAreLookedAtTogether() {
        second.registered("a");
        second.registered("b");
        passUntil(SecondLook.GATHER_MS - 1);
        second.registered("c");
        passUntil(1_000);
        second.registered("d");
        passUntil(2_000);
        assertEquals(List.of(List.of("a", "b", "c"), List.of("d")), looks);
    }

    @Test
    void whereNobodyRegistersNothingIsLookedAt() {
        passUntil(1_000);
        assertTrue(due.isEmpty() && looks.isEmpty());
    }
}
