package io.reelbus.store;

import java.util.Optional;

/**
 * Which outputs that lie under an id nobody needs: those of all fences up to this one, for nobody can publish them any
 * more, but for those that are published.
 *
 * @param published their media address
 */
record Spent(long fence, Optional<String> published) {
    /** Of an id of which nothing is known: all of them. */
    static final Spent ALL = new Spent(Long.MAX_VALUE, Optional.empty());
}
