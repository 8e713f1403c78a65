package io.reelbus.transcode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What ffprobe finds in a file that was made: the judge of what Reelbus makes, which does not use it. */
final class Streams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode found;

    private Streams(JsonNode found) {
        this.found = found;
    }

    static Streams of(Path file) throws Exception {
        return new Streams(ask(file, "-show_streams", "-show_format"));
    }

    /** The times in seconds of the frames of the first video stream, or only of its key frames. */
    static List<Double> frameTimes(Path file, boolean keyFrames) throws Exception {
        JsonNode packets = ask(file, "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags");
        List<Double> times = new ArrayList<>();
        for (JsonNode packet : packets.get("packets")) {
            if (!keyFrames || packet.get("flags").asText().startsWith("K")) {
                times.add(packet.get("pts_time").asDouble());
            }
        }
        return times.stream().sorted().toList();
    }

    /**
     * How long a clip lasts, by its packets: from the first to the end of the last of all its streams, in seconds. What
     * stands before nought is not played.
     */
    static double span(Path clip) throws Exception {
        return span(clip, packet -> true);
    }

    /** The same of its streams of this kind alone, such as {@code audio}. */
    static double span(Path clip, String kind) throws Exception {
        return span(clip, packet -> packet.get("codec_type").asText().equals(kind));
    }

    private static double span(Path clip, Predicate<JsonNode> counts) throws Exception {
        double begin = Double.MAX_VALUE;
        double end = 0;
        for (JsonNode packet : ask(clip, "-show_packets").get("packets")) {
            if (counts.test(packet)) {
                double time = packet.get("pts_time").asDouble();
                begin = Math.min(begin, time);
                end = Math.max(end, time + packet.path("duration_time").asDouble());
            }
        }
        return end - Math.max(0, begin);
    }

    /** How far it may be off: a frame at so many of them a second, or 50 ms. */
    static double tolerance(double framesPerSecond) {
        return Math.max(0.05, 1 / framesPerSecond);
    }

    private static JsonNode ask(Path file, String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "json"));
        command.addAll(List.of(what));
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode found = JSON.readTree(process.getInputStream());
        if (process.waitFor() != 0) {
            throw new AssertionError("ffprobe cannot read " + file.getFileName());
        }
        return found;
    }

    List<JsonNode> of(String kind) {
        List<JsonNode> streams = new ArrayList<>();
        for (JsonNode stream : found.get("streams")) {
            if (stream.get("codec_type").asText().equals(kind)) {
                streams.add(stream);
            }
        }
        return streams;
    }

    JsonNode video() {
        return of("video").get(0);
    }

    JsonNode first() {
        return found.get("streams").get(0);
    }

    double seconds() {
        return found.get("format").get("duration").asDouble();
    }
}
