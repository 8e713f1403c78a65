package io.reelbus.transcode.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The playlist of one rendition whose segments lie one behind the other in one file (RFC 8216, 4.3.3).
 *
 * @param version of the protocol that a player has to understand
 * @param targetSeconds the length of a segment, rounded, which none exceeds
 * @param ended whether nothing will be added
 * @param start what a decoder needs before the first segment, of no seconds; none where the segments need nothing
 * @param segments in the order in which they play
 */
public record MediaPlaylist(
        int version, int targetSeconds, boolean ended, Optional<Segment> start, List<Segment> segments) {

    /** The first version in which a segment of fragmented MP4 needs no further say (RFC 8216, section 7, and Apple's). */
    private static final int LEAST_VERSION = 7;

    public MediaPlaylist {
        segments = List.copyOf(segments);
    }

    /** Reads a playlist. Throws an IllegalArgumentException, which says why, where the text is none of this kind. */
    public static MediaPlaylist parse(String text) {
        return new MediaPlaylistReader().read(text);
    }

    public double seconds() {
        return segments.stream().mapToDouble(Segment::seconds).sum();
    }

    /**
     * The average segment bit rate of RFC 8216, 4.3.4.2, as AVERAGE-BANDWIDTH has it, in bits per second, rounded up;
     * 0 of a playlist that plays nothing.
     */
    public long averageBitsPerSecond() {
        long bytes = segments.stream().mapToLong(Segment::bytes).sum();
        return rate(bytes, seconds());
    }

    /**
     * The peak segment bit rate of RFC 8216, 4.3.4.2, as BANDWIDTH has it, in bits per second, rounded up: the
     * largest of any run of segments that together last 0.5 to 1.5 times the target duration. Never below the average.
     */
    public long peakBitsPerSecond() {
        long peak = averageBitsPerSecond();
        for (int first = 0; first < segments.size(); first++) {
            long bytes = 0;
            double seconds = 0;
            for (Segment segment : segments.subList(first, segments.size())) {
                bytes += segment.bytes();
                seconds += segment.seconds();
                if (seconds > 1.5 * targetSeconds) {
                    break;
                }
                if (seconds >= 0.5 * targetSeconds) {
                    peak = Math.max(peak, rate(bytes, seconds));
                }
            }
        }
        return peak;
    }

    private static long rate(long bytes, double seconds) {
        return seconds > 0 ? (long) Math.ceil(bytes * 8 / seconds) : 0;
    }

    /**
     * What is wrong with it, a sentence each; none of a good one.
     *
     * @param fileBytes the size of the file in which its segments are
     */
    public List<String> faults(long fileBytes) {
        List<String> faults = new ArrayList<>();
        if (version < LEAST_VERSION) {
            faults.add("version " + version + " has no byte ranges of fragmented MP4");
        }
        if (!ended) {
            faults.add("it does not end");
        }
        if (start.isEmpty()) {
            faults.add("nothing says how to decode it");
        }
        if (segments.isEmpty()) {
            faults.add("it has no segments");
        }
        long end = start.map(Segment::end).orElse(0L);
        String file = start.map(Segment::file).orElse("");
        for (Segment segment : segments) {
            if (Math.round(segment.seconds()) > targetSeconds) {
                faults.add("a segment of " + segment.seconds() + " s exceeds the target of " + targetSeconds + " s");
            }
            if (!segment.file().equals(file)) {
                faults.add("a segment is in " + segment.file() + " and not in " + file);
            }
            if (segment.from() != end) {
                faults.add("a segment begins at " + segment.from() + " and not at " + end);
            }
            end = segment.end();
        }
        if (end != fileBytes) {
            faults.add("its segments end at " + end + " and the file at " + fileBytes);
        }
        return faults;
    }
}
