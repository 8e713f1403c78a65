package io.reelbus.store;

import java.util.List;
import java.util.Optional;

/** A part of a list, and where the next one begins; empty where this is the last. */
public record Page<T>(List<T> entries, Optional<Cursor> next) {
    public Page {
        entries = List.copyOf(entries);
    }
}
