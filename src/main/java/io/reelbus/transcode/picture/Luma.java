package io.reelbus.transcode.picture;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How bright a frame is, as ffmpeg's {@code signalstats} has it of eight-bit video: 16 is black and 235 white.
 *
 * @param average of all pixels
 * @param low below which a tenth of the pixels are
 * @param high above which a tenth of the pixels are
 */
public record Luma(double average, double low, double high) {
    private static final double BLACK = 28;
    private static final double WHITE = 225;

    /** Of a frame with this little between its dark and its bright pixels nothing can be made out. */
    private static final double FLAT = 12;

    private static final Pattern TOLD = Pattern.compile(
            "\\[Parsed_metadata[^\\]]{0,40}] lavfi\\.signalstats\\.Y(\\w{3,4})=(\\d{1,5}(?:\\.\\d{1,9})?)");

    public Luma {
        if (!(average >= 0 && low >= 0 && high >= low && average <= 65_535 && high <= 65_535)) {
            throw new IllegalArgumentException("no frame is as bright as " + average + ", " + low + " to " + high);
        }
    }

    /**
     * The brightness of the last frame of which {@code metadata=print} told; empty where it told of none, or what it
     * told is none.
     *
     * @param lines what ffmpeg said, among it {@code [Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=118.5}
     */
    public static Optional<Luma> parse(Iterable<String> lines) {
        Map<String, Double> values = new HashMap<>();
        for (String line : lines) {
            Matcher told = TOLD.matcher(line);
            if (told.matches()) {
                values.put(told.group(1), Double.valueOf(told.group(2)));
            }
        }
        Double average = values.get("AVG");
        Double low = values.get("LOW");
        Double high = values.get("HIGH");
        return average == null || low == null || high == null || low > high
                ? Optional.empty()
                : Optional.of(new Luma(average, low, high));
    }

    /** How far its dark pixels are from its bright ones. */
    public double contrast() {
        return high - low;
    }

    /** Whether somebody can make out something: it is not black, nor white, nor of one color. */
    public boolean isGood() {
        return average > BLACK && average < WHITE && contrast() > FLAT;
    }
}
