package io.reelbus.transcode;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a media file holds.
 *
 * @param durationSeconds absent where the file does not say, as recordings of browsers do not
 * @param audio its first audio stream that can be decoded
 * @param formatName the first name of ffmpeg's demuxer, for instance {@code mov} or {@code matroska}
 * @param bitrate bits per second of the whole file, where known
 */
public record MediaInfo(
        OptionalDouble durationSeconds, Video video, Optional<Audio> audio, String formatName, OptionalLong bitrate) {

    /** Containers whose header says how long they are; of the others the length is guessed from what is there. */
    private static final Set<String> DECLARING = Set.of("mov", "matroska", "avi", "flv", "asf", "mxf");

    /**
     * The duration where the file itself declares it, so that a shorter one means that something is missing. In an
     * MPEG-TS with jumping clocks, say, the guess may be hours too long.
     */
    OptionalDouble declaredSeconds() {
        return DECLARING.contains(formatName) ? durationSeconds : OptionalDouble.empty();
    }

    /**
     * Its first video stream that is not a cover picture.
     *
     * @param size in which it is shown: after rotation, in square pixels
     * @param codec for instance {@code h264}
     * @param frameRate frames per second, where known
     * @param rotation degrees clockwise by which players turn it: 0, 90, 180 or 270
     * @param pixelFormat for instance {@code yuv420p}; empty where unknown
     */
    public record Video(Size size, String codec, OptionalDouble frameRate, int rotation, String pixelFormat) {
        public int width() {
            return size.width();
        }

        public int height() {
            return size.height();
        }
    }

    /**
     * An audio stream.
     *
     * @param codec for instance {@code aac}
     * @param channels 0 where unknown
     * @param sampleRate in Hz, 0 where unknown
     */
    public record Audio(String codec, int channels, int sampleRate) {}
}
