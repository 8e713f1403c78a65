package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartSizeTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @ValueSource(longs = {5 * MIB, 8 * MIB, 512 * MIB})
    void theLargestObjectFitsIntoThePartsThatS3Takes(long wanted) {
        int parts = 0;
        for (long offset = 0; offset < PartSize.LARGEST_OBJECT; offset += PartSize.at(offset, wanted)) {
            long size = PartSize.at(offset, wanted);
            assertTrue(size >= wanted && size < 5 * GIB, () -> "a part of " + size);
            parts++;
        }
        assertTrue(parts <= 10_000, "parts: " + parts);
    }

    @Test
    void partsOfAnOrdinaryUploadAreAsLargeAsAsked() {
        assertEquals(8 * MIB, PartSize.at(0, 8 * MIB));
        assertEquals(8 * MIB, PartSize.at(5 * GIB, 8 * MIB));
        assertEquals(100 * MIB, PartSize.at(100 * GIB, 8 * MIB));
    }

    @Test
    void whatIsLeftByASinkIsAPartOnlyWhereThatLeavesEnoughOthers() {
        assertFalse(PartSize.suffices(0, 5 * MIB - 1));
        assertTrue(PartSize.suffices(0, 5 * MIB));
        assertFalse(PartSize.suffices(100 * GIB, 99 * MIB));
        assertTrue(PartSize.suffices(100 * GIB, 100 * MIB));
    }

    @Test
    void anObjectIsCopiedInPiecesThatS3Takes() {
        assertEquals(1, PartSize.copies(1));
        assertEquals(1, PartSize.copies(4 * GIB));
        assertEquals(2, PartSize.copies(4 * GIB + 1));
        assertEquals(1280, PartSize.copies(PartSize.LARGEST_OBJECT));
    }
}
