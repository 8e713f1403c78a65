package io.reelbus.transcode;

/**
 * What one run of ffmpeg may use. Time, CPU time and what it writes are watched by {@link Ffmpeg}, memory by the kernel,
 * where prlimit exists; it knows the others too, for when nobody watches.
 *
 * @param wallMillis it is killed when it runs longer
 * @param stallMillis it is killed when neither its progress nor its files change for so long; {@link #NEVER}: it is not
 *     looked at
 * @param memoryBytes address space
 * @param cpuSeconds CPU time of all its threads
 * @param outputBytes what it may write, all its files together
 * @param mediaSeconds how long what it makes may be, whatever its source says of its own length
 */
record Limits(
        long wallMillis, long stallMillis, long memoryBytes, long cpuSeconds, long outputBytes, long mediaSeconds) {
    static final int NEVER = 0;

    /** The same for a run that shows nothing of what it does before it is done. */
    Limits withoutStall() {
        return new Limits(wallMillis, NEVER, memoryBytes, cpuSeconds, outputBytes, mediaSeconds);
    }
}
