package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of an upload, by what its holders wrote down. */
class ManifestTest {
    private static final String ADDRESS = "id/original";

    /** Parts of these contents, each as many bytes as its number of tens. */
    private static List<SentPart> parts(String... tags) {
        List<SentPart> parts = new ArrayList<>();
        for (String tag : tags) {
            parts.add(new SentPart(parts.size() + 1, 10, tag));
        }
        return parts;
    }

    private static Manifest manifest(long fence, String... tags) {
        return new Manifest(fence, parts(tags));
    }

    private static Beside beside(String... names) {
        return Beside.of(
                ADDRESS,
                List.of(names).stream()
                        .map(each -> new Bucket.Found(ADDRESS + each, 3))
                        .toList());
    }

    private static void assertProven(int parts, boolean tail, Manifest manifest, Beside beside, String... there) {
        Proven proven = Proven.of(manifest, beside.tail(), parts(there));
        assertEquals(parts(there).subList(0, parts), proven.parts());
        assertEquals(tail, proven.tail().isPresent());
        assertEquals(parts * 10L, proven.sent());
        assertEquals(parts * 10L + (tail ? 3 : 0), proven.durable());
    }

    @Test
    void onlyWhatSomebodyVouchesForCounts() {
        assertProven(0, false, Manifest.NONE, beside(), "a", "b");
        assertProven(2, false, manifest(1, "a", "b"), beside(), "a", "b", "c");
    }

    @Test
    void aPartThatWasReplacedIsCutOffWithAllBehindIt() {
        assertProven(1, false, manifest(1, "a", "b", "c"), beside(".tail.30.1"), "a", "late", "c");
        assertEquals(
                List.of(),
                Proven.of(manifest(1, "a"), Optional.empty(), List.of(new SentPart(1, 11, "a")))
                        .parts());
        assertEquals(
                List.of(),
                Proven.of(manifest(1, "a"), Optional.empty(), List.of(new SentPart(2, 10, "a")))
                        .parts());
    }

    @Test
    void aTailCountsWhereThePartsEndAlone() {
        assertProven(0, true, Manifest.NONE, beside(".tail.0.1"));
        assertProven(2, true, manifest(1, "a", "b"), beside(".tail.20.1"), "a", "b");
        assertProven(2, false, manifest(1, "a", "b"), beside(".tail.15.1"), "a", "b");
    }

    @Test
    void aTailThatIsInAPartByNowCountsNoByteTwice() {
        assertProven(1, false, manifest(2, "a"), beside(".tail.0.1"), "a");
        assertProven(1, false, manifest(2, "a"), beside(".tail.10.1"), "a");
    }

    @Test
    void theTailOfASuccessorCutsOffThePartsOfWhomItSucceeded() {
        assertProven(1, true, manifest(2, "a", "late"), beside(".tail.10.3", ".tail.20.2"), "a", "late");
    }

    @Test
    void theLastHolderDecidesAndNotTheGreatestText() {
        Beside both = beside(".parts.9", ".parts.10", ".tail.500.9", ".tail.20.10");
        assertEquals(10, both.manifest().orElseThrow().fence());
        assertEquals(10, both.tail().orElseThrow().fence());
        assertEquals(20, both.tail().orElseThrow().offset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-other.parts.1", ".parts.x", ".parts.1.2", ".tail.1", ".tail.-1.2", ".parts.1/x"})
    void whatIsNobodysIsNotTakenForLeft(String name) {
        assertEquals(List.of(), beside(name).addresses());
    }

    @Test
    void itIsTheSameAfterItWasWrittenDown() {
        Manifest manifest = new Manifest(
                7, List.of(new SentPart(1, 5_242_880, "\"0c1d\""), new SentPart(2, 1L << 32, "\"e f-2\"")));
        Manifest again = Manifest.parse(7, manifest.text());
        assertEquals(manifest.parts(), again.proven(manifest.parts()));
        assertEquals(2, again.parts().size());
        assertEquals(7, again.fence());
    }

    @Test
    void whatIsNoManifestVouchesForNothing() {
        assertEquals(List.of(), Manifest.parse(1, "<html>").parts());
        assertEquals(parts("a"), Manifest.parse(1, "10 a\nnonsense\n10 b\n").parts());
    }
}
