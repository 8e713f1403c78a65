package io.reelbus.job;

/**
 * A holder's own clock for its lease, by {@link System#nanoTime()}. It counts from before a claim or heartbeat was
 * sent, so it always ends before the store lets another in, whatever the clocks of both say.
 */
public final class Deadline {
    private final long lease;
    private long last;

    public Deadline(long leaseNanos, long claimedAt) {
        this.lease = leaseNanos;
        this.last = claimedAt;
    }

    /** The heartbeat that was sent at this time has been accepted. */
    public void extend(long sentAt) {
        last = sentAt;
    }

    public boolean isOver(long now) {
        return now - last >= lease;
    }
}
