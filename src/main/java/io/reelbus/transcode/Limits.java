package io.reelbus.transcode;

/**
 * What one run of ffmpeg may use. Time is watched by {@link Ffmpeg}; the rest by the kernel, where prlimit exists.
 *
 * @param wallMillis it is killed when it runs longer
 * @param stallMillis it is killed when its progress does not change for so long; {@link #NEVER}: it is not looked at
 * @param memoryBytes address space
 * @param cpuSeconds CPU time of all its threads
 * @param fileBytes size of any file it writes
 */
record Limits(long wallMillis, long stallMillis, long memoryBytes, long cpuSeconds, long fileBytes) {
    static final int NEVER = 0;
}
