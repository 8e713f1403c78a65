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

    /** The value of ffmpeg's {@code -vf}: the most ordinary of some frames, and how bright it is, to the standard output. */
    public static final String FILTER = "thumbnail=24,signalstats,metadata=print:file=-";

    private PosterChoice() {}

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
