package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is made of a video: an MP4 that every browser plays while it loads, H.264 with AAC.
 *
 * @param name how it is called in the configuration
 * @param longSide of the box that it fits into, in px; the box stands up for portraits
 * @param shortSide of that box
 * @param preset of x264: how much CPU time buys how much compression
 * @param crf of x264: the quality, lower is better
 * @param audioKilobits per second, in stereo
 */
public record Profile(String name, int longSide, int shortSide, String preset, int crf, int audioKilobits) {

    /** At most 720p. */
    public static Profile web() {
        return new Profile("web", 1280, 720, "veryfast", 23, 128);
    }

    /** The size of what is made: the largest even one that is no larger than the source or the box. */
    public Size sizeOf(MediaInfo source) {
        return source.video().size().within(longSide, shortSide);
    }

    /** Makes the video. Its progress goes to the standard output, ten times a second. */
    List<String> transcode(MediaInfo info, Path source, Path target) {
        Size size = sizeOf(info);
        return Arguments.concat(
                List.of("-hide_banner", "-loglevel", "warning", "-nostats", "-progress", "pipe:1"),
                List.of("-stats_period", "0.1", "-y"),
                Arguments.input(source),
                // The first video stream that is no cover picture. Subtitles, data and chapters stay behind, and so
                // does metadata: where a clip was filmed is nobody's business.
                List.of("-map", "0:V:0"),
                info.audio().isPresent() ? List.of("-map", "0:a:0") : List.of(),
                List.of("-map_metadata", "-1", "-map_chapters", "-1"),
                List.of("-vf", "scale=" + size.width() + ":" + size.height() + ",setsar=1"),
                List.of("-c:v", "libx264", "-preset", preset, "-crf", String.valueOf(crf), "-pix_fmt", "yuv420p"),
                audio(info.audio()),
                // A stream that begins late makes the others wait; 128, the default of old releases, is too few.
                List.of("-max_muxing_queue_size", "4096"),
                List.of("-movflags", "+faststart", "-f", "mp4", Arguments.url(target)));
    }

    private List<String> audio(Optional<MediaInfo.Audio> audio) {
        return audio.isPresent() ? List.of("-c:a", "aac", "-b:a", audioKilobits + "k", "-ac", "2") : List.of();
    }

    /** Makes a picture of a finished video: of two seconds at a tenth of it, the frame most like the others. */
    List<String> poster(double durationSeconds, Path video, Path target) {
        return Arguments.concat(
                List.of("-hide_banner", "-loglevel", "warning", "-nostats", "-y"),
                List.of("-ss", String.format(Locale.ROOT, "%.3f", durationSeconds / 10)),
                Arguments.input(video),
                List.of("-map", "0:v:0", "-vf", "thumbnail=48", "-frames:v", "1", "-pix_fmt", "yuvj420p", "-q:v", "3"),
                // The plain muxer: the one for pictures gives meaning to a % in a path.
                List.of("-f", "mjpeg", Arguments.url(target)));
    }
}
