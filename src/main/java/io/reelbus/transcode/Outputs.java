package io.reelbus.transcode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that was made of one video.
 *
 * @param durationSeconds of the source where it says so, else of what was made
 */
public record Outputs(MediaInfo source, double durationSeconds, List<Output> files) {

    /**
     * The result as clients get it: the source's duration (s), size (px, as shown), frame rate and codecs, and of
     * each output name, type, size (bytes), width, height and url. What is not known is left out.
     *
     * @param urlOf makes an output's address from its name
     */
    public Map<String, Object> result(Function<String, String> urlOf) {
        Map<String, Object> result = new LinkedHashMap<>();
        MediaInfo.Video video = source.video();
        result.put("duration", Math.round(durationSeconds * 1000) / 1000.0);
        result.put("width", video.width());
        result.put("height", video.height());
        video.frameRate().ifPresent(rate -> result.put("frameRate", rate));
        result.put("videoCodec", video.codec());
        source.audio().ifPresent(audio -> result.put("audioCodec", audio.codec()));
        if (video.rotation() != 0) {
            result.put("rotation", video.rotation());
        }
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (Output file : files) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("name", file.name());
            output.put("type", file.type());
            output.put("size", file.size());
            output.put("width", file.width());
            output.put("height", file.height());
            output.put("url", urlOf.apply(file.name()));
            outputs.add(output);
        }
        result.put("outputs", outputs);
        return result;
    }
}
