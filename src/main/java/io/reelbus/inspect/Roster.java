package io.reelbus.inspect;

import java.util.List;
import java.util.function.Supplier;

/** Who is in the cluster now, as this node sees it, itself included. */
public interface Roster extends Supplier<List<Roster.Member>> {
    /**
     * A node of the cluster.
     *
     * @param id by which it is asked
     * @param name by which people know it
     */
    record Member(String id, String name) {}
}
