package io.reelbus.transcode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the numbers of a picture are meant, as ffmpeg names it; empty where the file does not say.
 *
 * @param range {@code tv} or {@code pc}
 * @param matrix for instance {@code bt709}
 * @param primaries for instance {@code bt2020}
 * @param transfer for instance {@code smpte2084}
 */
public record Colour(String range, String matrix, String primaries, String transfer) {
    public static final Colour UNKNOWN = new Colour("", "", "", "");

    /** Of every screen. */
    static final Colour STANDARD = new Colour("tv", "bt709", "bt709", "bt709");

    // What ffmpeg prints, and takes as an option by the same name.
    private static final Set<String> MATRICES =
            Set.of("bt709", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "bt2020c");
    private static final Set<String> PRIMARIES =
            Set.of("bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "bt2020", "smpte431", "smpte432");
    private static final Set<String> TRANSFERS = Set.of(
            "bt709",
            "smpte170m",
            "smpte240m",
            "linear",
            "iec61966-2-1",
            "bt2020-10",
            "bt2020-12",
            "smpte2084",
            "arib-std-b67");
    // Those that it takes by another.
    private static final Map<String, String> GAMMAS = Map.of("bt470m", "gamma22", "bt470bg", "gamma28");

    private static final Set<String> HIGH_RANGE = Set.of("smpte2084", "arib-std-b67");
    private static final Set<String> FIELDS = Set.of("progressive", "unknown");

    /** Reads what ffmpeg has in parentheses behind a pixel format, for instance {@code tv, bt2020nc/bt2020/smpte2084}. */
    static Colour read(String details) {
        String range = "";
        List<String> names = List.of();
        for (String each : details.split(",")) {
            String token = each.strip();
            if (token.equals("tv") || token.equals("pc")) {
                range = token;
            } else if (!token.isEmpty() && !FIELDS.contains(token) && !token.contains(" ")) {
                names = List.of(token.split("/"));
            }
        }
        return names.size() == 3
                ? new Colour(range, known(names.get(0)), known(names.get(1)), known(names.get(2)))
                : names.size() == 1
                        ? new Colour(range, known(names.get(0)), known(names.get(0)), known(names.get(0)))
                        : new Colour(range, "", "", "");
    }

    /**
     * The same colours of pictures that were made anew: never the full range; those of a matrix that is no option, as RGB,
     * are made those of high definition; other words that are none are left out.
     */
    Colour kept() {
        String transformed = matrix.isEmpty() || MATRICES.contains(matrix) ? matrix : "bt709";
        return new Colour(
                "tv",
                transformed,
                PRIMARIES.contains(primaries) ? primaries : "",
                TRANSFERS.contains(transfer) ? transfer : GAMMAS.getOrDefault(transfer, ""));
    }

    private static String known(String name) {
        return name.equals("unknown") || name.equals("reserved") ? "" : name;
    }

    /** Whether it is brighter than screens of the standard range show. */
    public boolean isHighRange() {
        return HIGH_RANGE.contains(transfer);
    }
}
