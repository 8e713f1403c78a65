package io.reelbus.transcode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What files hold, for tests that need none. */
final class Media {
    static final MediaInfo.Audio STEREO = new MediaInfo.Audio(1, "aac", 2, 48000, "", true);

    private Media() {}

    static MediaInfo.Video video(Size size) {
        return new MediaInfo.Video(0, size, "h264", OptionalDouble.of(30), 0, "yuv420p", Colour.UNKNOWN, false);
    }

    static MediaInfo of(MediaInfo.Video video, MediaInfo.Audio... audio) {
        return new MediaInfo(
                OptionalDouble.of(30),
                Optional.of(video),
                List.of(audio),
                List.of(),
                1 + audio.length,
                "mov",
                OptionalLong.empty());
    }

    static MediaInfo lasting(OptionalDouble seconds, String format) {
        return new MediaInfo(
                seconds,
                Optional.of(video(new Size(1920, 1080))),
                List.of(),
                List.of(),
                1,
                format,
                OptionalLong.empty());
    }
}
