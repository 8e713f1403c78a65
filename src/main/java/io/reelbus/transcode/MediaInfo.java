package io.reelbus.transcode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a media file holds.
 *
 * @param durationSeconds absent where the file does not say, as recordings of browsers do not
 * @param video its first video stream that is not a cover picture and can be decoded
 * @param audio its audio streams that can be decoded
 * @param subtitles its streams of subtitles
 * @param streams how many there are of video, audio and subtitles, readable or not
 * @param formatName the first name of ffmpeg's demuxer, for instance {@code mov} or {@code matroska}
 * @param bitrate bits per second of the whole file, where known
 * @param unreadablePictures whether it has pictures that are of a kind that nobody can decode, and no others
 */
public record MediaInfo(
        OptionalDouble durationSeconds,
        Optional<Video> video,
        List<Audio> audio,
        List<Subtitles> subtitles,
        int streams,
        String formatName,
        OptionalLong bitrate,
        boolean unreadablePictures) {

    /** Containers whose header says how long they are; of the others the length is guessed from what is there. */
    private static final Set<String> DECLARING = Set.of("mov", "matroska", "avi", "flv", "asf", "mxf");

    public MediaInfo {
        audio = List.copyOf(audio);
        subtitles = List.copyOf(subtitles);
    }

    /** All of whose pictures can be decoded. */
    public MediaInfo(
            OptionalDouble durationSeconds,
            Optional<Video> video,
            List<Audio> audio,
            List<Subtitles> subtitles,
            int streams,
            String formatName,
            OptionalLong bitrate) {
        this(durationSeconds, video, audio, subtitles, streams, formatName, bitrate, false);
    }

    /**
     * The duration where the file itself declares it, so that a shorter one means that something is missing. In an
     * MPEG-TS with jumping clocks, say, the guess may be hours too long.
     */
    OptionalDouble declaredSeconds() {
        return DECLARING.contains(formatName) ? durationSeconds : OptionalDouble.empty();
    }

    /** The same without this stream of sound or subtitles; the same where it is none of these. */
    MediaInfo without(int index) {
        return new MediaInfo(
                durationSeconds,
                video,
                audio.stream().filter(track -> track.index() != index).toList(),
                subtitles.stream().filter(text -> text.index() != index).toList(),
                streams,
                formatName,
                bitrate,
                unreadablePictures);
    }

    /** Whether it is one picture that stands. */
    public boolean isStill() {
        return Still.isFormat(formatName);
    }

    /** The sound that is meant where only one is wanted. */
    public Optional<Audio> mainAudio() {
        return audio.stream()
                .filter(Audio::main)
                .findFirst()
                .or(() -> audio.stream().findFirst());
    }

    /**
     * A video stream.
     *
     * @param index of the stream in its file
     * @param size in which it is shown: after rotation, in square pixels
     * @param codec for instance {@code h264}
     * @param frameRate frames per second, where known; of those that come unevenly the average
     * @param finestRate that of which the distances of all frames are multiples, where known: above the average where
     *     frames come unevenly
     * @param rotation degrees clockwise by which players turn it: 0, 90, 180 or 270
     * @param pixelFormat for instance {@code yuv420p}; empty where unknown
     * @param interlaced whether its header says that its frames are made of two fields
     * @param orientation of a picture that stands how it is to be turned, and mirrored too
     */
    public record Video(
            int index,
            Size size,
            String codec,
            OptionalDouble frameRate,
            OptionalDouble finestRate,
            int rotation,
            String pixelFormat,
            Colour colour,
            boolean interlaced,
            Orientation orientation) {
        /** Of pictures that come evenly, or one; players do not mirror them. */
        public Video(
                int index,
                Size size,
                String codec,
                OptionalDouble frameRate,
                int rotation,
                String pixelFormat,
                Colour colour,
                boolean interlaced) {
            this(
                    index,
                    size,
                    codec,
                    frameRate,
                    frameRate,
                    rotation,
                    pixelFormat,
                    colour,
                    interlaced,
                    Orientation.UPRIGHT);
        }

        /** The same one, which is to be turned so, whatever ffmpeg, which is not to turn it, said of it. */
        Video oriented(Orientation turn) {
            return new Video(
                    index,
                    size.turned(rotation).turned(turn.degrees()),
                    codec,
                    frameRate,
                    finestRate,
                    turn.degrees(),
                    pixelFormat,
                    colour,
                    interlaced,
                    turn);
        }

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
     * @param index of the stream in its file
     * @param codec for instance {@code aac}
     * @param channels 0 where unknown
     * @param sampleRate in Hz, 0 where unknown
     * @param language as the file names it, mostly three letters of ISO 639-2; empty where it does not
     * @param main whether the file says that it is the one to play
     * @param mixable whether it is known where its channels sound, so that fewer can be made of them
     */
    public record Audio(
            int index, String codec, int channels, int sampleRate, String language, boolean main, boolean mixable) {
        /** Of channels that can be mixed. */
        public Audio(int index, String codec, int channels, int sampleRate, String language, boolean main) {
            this(index, codec, channels, sampleRate, language, main, true);
        }
    }

    /**
     * A stream of subtitles.
     *
     * @param index of the stream in its file
     * @param codec for instance {@code subrip}
     * @param language as of {@link Audio}
     */
    public record Subtitles(int index, String codec, String language) {
        /** Of those that are text and no pictures. */
        private static final Set<String> TEXT = Set.of("subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text");

        /** Whether they can be kept as text. */
        public boolean isText() {
            return TEXT.contains(codec);
        }
    }
}
