package io.reelbus.transcode;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the folder of a run. At its end ffmpeg rewrites a file to bring the index to the front, and reports nothing
 * meanwhile: minutes for a long video on a slow disk, in which only the time of the file changes.
 *
 * @param bytes of all files together
 * @param newest when the youngest of them was written, in ms since 1970; 0: there is none
 */
record Written(long bytes, long newest) {
    static final Written NOTHING = new Written(0, 0);

    /** Blocks, for as long as it takes to list a folder. */
    static Written in(@Nullable Path folder) {
        File[] files = folder == null ? null : folder.toFile().listFiles(File::isFile);
        long bytes = 0;
        long newest = 0;
        for (File file : files == null ? new File[0] : files) {
            bytes += file.length();
            newest = Math.max(newest, file.lastModified());
        }
        return new Written(bytes, newest);
    }
}
