package io.reelbus.transcode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that was made of one upload.
 *
 * @param profile by which
 * @param durationSeconds of the source where it says so, else of what was made; 0 of a picture that stands
 */
public record Outputs(String profile, MediaInfo source, double durationSeconds, List<Output> files) {
    public Outputs {
        files = List.copyOf(files);
    }

    /**
     * The result as clients get it: the source's duration (s), size (px, as shown), frame rate, codecs and bit rate
     * (bits/s), and of each output name, role, type, size (bytes), sha256, url and, where it has them, width, height and
     * language. What is not known is left out.
     *
     * @param urlOf makes an output's address from its name
     */
    public Map<String, Object> result(Function<String, String> urlOf) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("duration", Math.round(durationSeconds * 1000) / 1000.0);
        source.video().ifPresent(video -> {
            result.put("width", video.width());
            result.put("height", video.height());
            video.frameRate().ifPresent(rate -> result.put("frameRate", rate));
            result.put("videoCodec", video.codec());
            if (video.rotation() != 0) {
                result.put("rotation", video.rotation());
            }
        });
        source.mainAudio().ifPresent(audio -> result.put("audioCodec", audio.codec()));
        source.bitrate().ifPresent(bitrate -> result.put("bitrate", bitrate));
        result.put("profile", profile);
        result.put(
                "outputs",
                files.stream().map(file -> file.wire(urlOf.apply(file.name()))).toList());
        return result;
    }
}
