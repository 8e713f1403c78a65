package io.reelbus.transcode.picture;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which frame stands for a video: the first good one of those at a few places, else the one that shows most. */
public final class PosterChoice {
    /**
     * As parts of the duration, where to look, in this order. Films begin black and end with names, so neither comes
     * first; the very beginning is for what is too short to have another place.
     */
    public static final List<Double> PLACES = List.of(0.1, 0.3, 0.5, 0.7, 0.9, 0.0);

    private PosterChoice() {}

    /**
     * The value of ffmpeg's {@code -vf}: of about a second the most ordinary frame, and how bright it is, which {@link Luma}
     * reads where ffmpeg's level of logging is {@code info}.
     *
     * @param shown filters that give it the colours of every screen, in eight bits
     */
    public static String filter(List<String> shown) {
        return "thumbnail=24," + String.join(",", shown) + ",signalstats,metadata=print";
    }

    /**
     * The place whose frame to take; empty where there is no frame at all.
     *
     * @param frames by their places, of which each is one of {@link #PLACES}
     */
    public static Optional<Double> best(Map<Double, Luma> frames) {
        List<Map.Entry<Double, Luma>> inOrder = frames.entrySet().stream()
                .sorted(Comparator.comparingInt(frame -> PLACES.indexOf(frame.getKey())))
                .toList();
        return inOrder.stream()
                .filter(frame -> frame.getValue().isGood())
                .findFirst()
                .or(() -> inOrder.stream()
                        .max(Comparator.comparingDouble(
                                frame -> frame.getValue().contrast())))
                .map(Map.Entry::getKey);
    }
}
