package io.reelbus.transcode;

import java.util.OptionalDouble;

/**
 * One report of ffmpeg's {@code -progress}.
 *
 * @param frame frames written so far
 * @param fps frames per second, averaged by ffmpeg
 * @param seconds how much of the video is done; never negative, never NaN
 * @param bytes written so far
 * @param speed seconds of video done in one second, where ffmpeg knows it
 * @param last whether it is the final one
 */
record Progress(long frame, double fps, double seconds, long bytes, OptionalDouble speed, boolean last) {
    static final Progress NONE = new Progress(0, 0, 0, 0, OptionalDouble.empty(), false);

    /** Whether any work was done since an earlier report; speed and fps change even while nothing happens. */
    boolean movedSince(Progress earlier) {
        return frame != earlier.frame || seconds != earlier.seconds || bytes != earlier.bytes || last != earlier.last;
    }
}
