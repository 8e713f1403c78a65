package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
    @ParameterizedTest
    @CsvSource({
        "job.1,        job.1,                 true",
        "job.1,        job.12,                false",
        "job.1,        a.job.1,               false",
        "job.*,        job.1,                 true",
        "job.*,        job.,                  true",
        "job.*,        job,                   false",
        "job.*,        jobs.available,        false",
        "*,            '',                    true",
        "*,            anything at all,       true",
        "*.echo,       nodes.a.echo,          true",
        "*.echo,       nodes.a.echoes,        false",
        "nodes.*.echo, nodes.a.b.echo,        true",
        "*a*b*,        xxaxxbxx,              true",
        "*a*b*,        xxbxxaxx,              false",
        "a**b,         ab,                    true",
        "a*b*c,        abbbbbbc,              true",
        "a*ab,         aaaab,                 true",
        "job.?,        job.1,                 false",
        "job.[0-9],    job.1,                 false",
        "j.b.*,        job.1,                 false",
        "JOB.*,        job.1,                 false"
    })
    void aStarStandsForAnyRunAndAllElseForItself(String pattern, String address, boolean matches) {
        assertEquals(matches, new AddressPattern(pattern).matches(address));
    }

    @Test
    void itAgreesWithARegularExpressionOnWhateverIsTried() {
        Random random = new Random(4);
        for (int i = 0; i < 200_000; i++) {
            String pattern = text(random, "ab*", 1 + random.nextInt(8));
            String address = text(random, "ab", random.nextInt(10));
            String regex = Stream.of(pattern.split("", -1))
                    .map(each -> each.equals("*") ? ".*" : each)
                    .collect(Collectors.joining());
            assertEquals(
                    Pattern.matches(regex, address),
                    new AddressPattern(pattern).matches(address),
                    () -> pattern + " on " + address);
        }
    }

    private static String text(Random random, String letters, int length) {
        return random.ints(length, 0, letters.length())
                .mapToObj(at -> String.valueOf(letters.charAt(at)))
                .collect(Collectors.joining());
    }

    @Test
    void manyStarsOnALongAddressTakeNoTimeWorthNaming() {
        // A regular expression of this would try for longer than anybody lives.
        AddressPattern pattern = new AddressPattern("*a".repeat(99) + "b");
        assertFalse(pattern.matches("a".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201, 100_000})
    void whatIsEmptyOrTooLongIsNoPattern(int length) {
        assertThrows(IllegalArgumentException.class, () -> new AddressPattern("*".repeat(length)));
    }
}
