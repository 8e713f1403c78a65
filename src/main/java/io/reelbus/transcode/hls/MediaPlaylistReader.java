package io.reelbus.transcode.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the tags of one media playlist, line by line (RFC 8216, section 4). */
final class MediaPlaylistReader {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:@(\\d{1,18}))?");
    private static final Pattern MAP = Pattern.compile("URI=\"([^\"]+)\",BYTERANGE=\"([^\"]+)\"");

    private final List<Segment> segments = new ArrayList<>();
    private int version = 1;
    private int targetSeconds = -1;
    private boolean ended;
    private Optional<Segment> start = Optional.empty();

    /** Of the segment that the next line without a tag names. */
    private @Nullable Double seconds;

    private @Nullable String range;

    /** Where a range that does not say so begins. */
    private long next;

    MediaPlaylist read(String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.isEmpty() || !lines.get(0).equals("#EXTM3U")) {
            throw new IllegalArgumentException("the text is no playlist");
        }
        lines.stream().skip(1).forEach(this::line);
        if (targetSeconds < 0) {
            throw new IllegalArgumentException("the playlist does not say how long its segments are");
        }
        return new MediaPlaylist(version, targetSeconds, ended, start, segments);
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1);
        switch (line.startsWith("#") && colon > 0 ? line.substring(0, colon) : line) {
            case "#EXT-X-VERSION" -> version = number(value);
            case "#EXT-X-TARGETDURATION" -> targetSeconds = number(value);
            case "#EXT-X-ENDLIST" -> ended = true;
            case "#EXT-X-MAP" -> start = Optional.of(map(value));
            case "#EXTINF" -> seconds = decimal(value.substring(0, (value + ",").indexOf(',')));
            case "#EXT-X-BYTERANGE" -> range = value;
            default -> {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    segments.add(segment(line));
                }
            }
        }
    }

    private Segment map(String attributes) {
        Matcher map = MAP.matcher(attributes);
        if (!map.find()) {
            throw new IllegalArgumentException("the playlist does not say where its initialization is");
        }
        return ranged(0, map.group(1), map.group(2));
    }

    private Segment segment(String file) {
        if (seconds == null || range == null) {
            throw new IllegalArgumentException("a segment says not how long it is, or not where");
        }
        Segment segment = ranged(seconds, file, range);
        seconds = null;
        range = null;
        return segment;
    }

    private Segment ranged(double duration, String file, String text) {
        Matcher match = RANGE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("a range is not of numbers");
        }
        long from = match.group(2) == null ? next : Long.parseLong(match.group(2));
        Segment segment = new Segment(duration, file, from, Long.parseLong(match.group(1)));
        next = segment.end();
        return segment;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("a number of the playlist is none");
        }
        return Integer.parseInt(text);
    }

    private static double decimal(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{0,12})?")) {
            throw new IllegalArgumentException("a duration of the playlist is none");
        }
        return Double.parseDouble(text);
    }
}
