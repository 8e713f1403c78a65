package io.reelbus.transcode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Turns reports of ffmpeg into ticks of the whole work, which never fall. For one video and one thread. */
final class Meter {
    private @Nullable MediaInfo info;
    private double highest;

    /** From now on the source is known. */
    void probed(MediaInfo source) {
        info = source;
    }

    /** A step begins. */
    Tick begin(Step step) {
        return tick(step, step.message(), 0, metadata(step));
    }

    /** ffmpeg reports from the transcode. */
    Tick transcoding(Progress progress) {
        Map<String, Object> metadata = metadata(Step.TRANSCODE);
        OptionalDouble duration = info == null ? OptionalDouble.empty() : info.durationSeconds();
        if (duration.isPresent() && progress.speed().isPresent()) {
            double left = Math.max(0, duration.getAsDouble() - progress.seconds());
            metadata.put("eta", (long) Math.ceil(left / progress.speed().getAsDouble()));
        }
        progress.speed().ifPresent(speed -> metadata.put("speed", speed));
        if (progress.fps() > 0) {
            metadata.put("fps", progress.fps());
        }
        metadata.put("frame", progress.frame());
        if (duration.isPresent()) {
            double fraction = progress.seconds() / duration.getAsDouble();
            return tick(Step.TRANSCODE, Step.TRANSCODE.message(), fraction, metadata);
        }
        // Without a length there is no true percentage: it stands still, and the message moves.
        metadata.put("processed", Math.round(progress.seconds() * 10) / 10.0);
        String message = "Transcoding... (" + Math.round(progress.seconds()) + " s done, length unknown)";
        return tick(Step.TRANSCODE, message, 0, metadata);
    }

    private Tick tick(Step step, String message, double fraction, Map<String, Object> metadata) {
        highest = Math.max(highest, step.percent(fraction));
        return new Tick(highest, message, Collections.unmodifiableMap(metadata));
    }

    private Map<String, Object> metadata(Step step) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("step", step.wire());
        if (info != null) {
            info.durationSeconds().ifPresent(duration -> metadata.put("duration", duration));
            info.video().ifPresent(video -> {
                metadata.put("width", video.width());
                metadata.put("height", video.height());
            });
        }
        return metadata;
    }
}
