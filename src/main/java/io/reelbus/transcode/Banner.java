package io.reelbus.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ffmpeg -i} says of a file, as far as jave does not read it or reads it wrongly: its streams, how the video
 * is turned and stretched and coloured, and the bit rate of all together.
 *
 * @param seconds how long it is, to a hundredth
 * @param video the first stream with pictures that is no cover picture
 * @param videoStreams how many streams have pictures that are no cover pictures, readable or not
 * @param audio the audio streams that can be decoded
 * @param streams how many there are of the {@link #COUNTED} kinds
 */
record Banner(
        OptionalDouble seconds,
        OptionalLong bitrate,
        Optional<MediaInfo.Video> video,
        int videoStreams,
        List<MediaInfo.Audio> audio,
        List<MediaInfo.Subtitles> subtitles,
        int streams) {

    /** The kinds of streams that are work; fonts and data are none, and a film may have many. */
    static final Set<String> COUNTED = Set.of("Video", "Audio", "Subtitle");

    private static final Pattern BITRATE = Pattern.compile("^ {2}Duration: .*bitrate: (\\d{1,12}) kb/s.*$");
    private static final Pattern DURATION = Pattern.compile("^ {2}Duration: (\\d{1,6}):(\\d{2}):(\\d{2}\\.\\d{2}),.*$");
    // Two or four spaces, depending on release; text from inside the file never starts a line like this.
    private static final Pattern STREAM =
            Pattern.compile("^ {2,4}Stream #0:(\\d{1,6})(?:\\[0x[0-9a-f]+])?(?:\\(([^)]{0,100})\\))?: (\\w+): (.*)$");
    private static final Pattern MATRIX =
            Pattern.compile("^ +displaymatrix: rotation of (-?\\d{1,6}(?:\\.\\d+)?) degrees.*$");
    private static final Pattern ROTATE = Pattern.compile("^ +rotate +: (-?\\d{1,6})$");
    private static final Pattern DIMENSIONS = Pattern.compile(", (\\d{1,6})x(\\d{1,6})(?=[, ]|$)");
    private static final Pattern SAR = Pattern.compile("\\bSAR (\\d{1,9}):(\\d{1,9})");
    private static final Pattern RATE = Pattern.compile("(?<=, )(\\d+(?:\\.\\d+)?)(k?) (fps|tbr)\\b");
    private static final int CLOCK = 1000;
    private static final Pattern HERTZ = Pattern.compile("(\\d{1,7}) Hz, (\\w+(?:\\.\\d)?)");
    // Others are a mere number of channels, or stand for directions in a sphere.
    private static final Pattern MIXABLE = Pattern.compile("\\d\\.\\d|quad|hexagonal|octagonal");
    private static final Map<String, Integer> LAYOUTS = Map.of(
            "mono",
            1,
            "stereo",
            2,
            "downmix",
            2,
            "quad",
            4,
            "hexagonal",
            6,
            "octagonal",
            8,
            "cube",
            8,
            "hexadecagonal",
            16);
    private static final Pattern FIELDS = Pattern.compile("\\b(?:top|bottom) (?:coded )?first\\b");
    private static final String MAIN = "(default)";
    // A list of them, or a word for people, is no language.
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}");

    /** Reads the lines. */
    static Banner read(List<String> lines) {
        OptionalDouble seconds = OptionalDouble.empty();
        OptionalLong bitrate = OptionalLong.empty();
        Optional<MediaInfo.Video> video = Optional.empty();
        List<MediaInfo.Audio> audio = new ArrayList<>();
        List<MediaInfo.Subtitles> subtitles = new ArrayList<>();
        int videoStreams = 0;
        int streams = 0;
        String first = "";
        int firstIndex = 0;
        Turn turn = new Turn();
        boolean inVideo = false;
        for (String line : lines) {
            Matcher stream = STREAM.matcher(line);
            if (stream.matches()) {
                streams += COUNTED.contains(stream.group(3)) ? 1 : 0;
                int index = Integer.parseInt(stream.group(1));
                String language = language(stream.group(2));
                String details = stream.group(4);
                inVideo = false;
                switch (stream.group(3)) {
                    case "Video" -> {
                        if (!details.contains("(attached pic)")) {
                            inVideo = videoStreams++ == 0;
                        }
                        if (inVideo) {
                            first = details;
                            firstIndex = index;
                        }
                    }
                    case "Audio" -> audio(index, details, language).ifPresent(audio::add);
                    case "Subtitle" -> subtitles.add(new MediaInfo.Subtitles(index, codec(details), language));
                    default -> {}
                }
                continue;
            }
            Matcher duration = DURATION.matcher(line);
            if (duration.matches()) {
                seconds = OptionalDouble.of(Integer.parseInt(duration.group(1)) * 3600
                        + Integer.parseInt(duration.group(2)) * 60
                        + Double.parseDouble(duration.group(3)));
            }
            Matcher rate = BITRATE.matcher(line);
            if (rate.matches()) {
                bitrate = OptionalLong.of(Long.parseLong(rate.group(1)) * 1000);
            } else if (inVideo) {
                turn.read(line);
            }
        }
        if (videoStreams > 0) {
            video = video(firstIndex, first, turn.degrees());
        }
        return new Banner(seconds, bitrate, video, videoStreams, List.copyOf(audio), List.copyOf(subtitles), streams);
    }

    private static String language(@Nullable String named) {
        return named == null || named.equals("und") || !LANGUAGE.matcher(named).matches() ? "" : named;
    }

    private static Optional<MediaInfo.Video> video(int index, String details, int rotation) {
        Matcher dimensions = DIMENSIONS.matcher(details);
        String codec = codec(details);
        if (codec.equals("none") || !dimensions.find()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(dimensions.group(1));
        int height = Integer.parseInt(dimensions.group(2));
        if (width < 1 || height < 1) {
            return Optional.empty();
        }
        // That of the container stands behind that of the codec, and outranks it.
        Size size = SAR.matcher(details)
                .results()
                .reduce((codecs, containers) -> containers)
                .map(sar ->
                        new Size(width, height).stretched(Long.parseLong(sar.group(1)), Long.parseLong(sar.group(2))))
                .orElse(new Size(width, height));
        String beforeSize = details.substring(0, dimensions.start());
        int comma = beforeSize.indexOf(", ");
        String pixels = comma < 0 ? "" : beforeSize.substring(comma + 2);
        int open = pixels.indexOf('(');
        String meant = open < 0 ? "" : pixels.substring(open + 1).replaceAll("\\)$", "");
        return Optional.of(new MediaInfo.Video(
                index,
                size.turned(rotation),
                codec,
                frameRate(details),
                rate(details, "tbr"),
                rotation,
                pixels.replaceAll("\\(.*|,.*", ""),
                Colour.read(meant),
                FIELDS.matcher(meant).find(),
                Orientation.UPRIGHT));
    }

    private static Optional<MediaInfo.Audio> audio(int index, String details, String language) {
        String codec = codec(details);
        if (codec.isEmpty() || codec.equals("none")) {
            return Optional.empty();
        }
        Matcher sound = HERTZ.matcher(details);
        boolean known = sound.find();
        int channels = known ? channels(sound.group(2)) : 0;
        return Optional.of(new MediaInfo.Audio(
                index,
                codec,
                channels,
                known ? Integer.parseInt(sound.group(1)) : 0,
                language,
                details.contains(MAIN),
                !known
                        || channels == 1
                        || channels == 2
                        || MIXABLE.matcher(sound.group(2)).matches()));
    }

    private static String codec(String details) {
        return details.split("[ ,]", 2)[0];
    }

    /** ffmpeg's own average where it has one, else the rate it guesses; a guess of 1000 and more is a clock, no rate. */
    private static OptionalDouble frameRate(String details) {
        OptionalDouble average = rate(details, "fps");
        return average.isPresent() ? average : rate(details, "tbr");
    }

    private static OptionalDouble rate(String details, String unit) {
        Matcher rate = RATE.matcher(details);
        while (rate.find()) {
            double value = Double.parseDouble(rate.group(1)) * (rate.group(2).isEmpty() ? 1 : 1000);
            if (rate.group(3).equals(unit) && value > 0 && value < CLOCK) {
                return OptionalDouble.of(value);
            }
        }
        return OptionalDouble.empty();
    }

    /** How many channels a layout such as {@code stereo}, {@code 5.1} or {@code 6 channels} has; 0: unknown. */
    private static int channels(String layout) {
        Integer named = LAYOUTS.get(layout);
        if (named != null) {
            return named;
        }
        int dot = layout.indexOf('.');
        String whole = dot < 0 ? layout : layout.substring(0, dot);
        return whole.matches("\\d{1,2}") ? Integer.parseInt(whole) + (dot < 0 ? 0 : layout.charAt(dot + 1) - '0') : 0;
    }

    /** How the picture is to be turned: the display matrix, which counts anticlockwise, outranks the older tag. */
    private static final class Turn {
        private double matrix = Double.NaN;
        private double tag;

        void read(String line) {
            Matcher found = MATRIX.matcher(line);
            if (found.matches()) {
                matrix = -Double.parseDouble(found.group(1));
                return;
            }
            found = ROTATE.matcher(line);
            if (found.matches()) {
                tag = Integer.parseInt(found.group(1));
            }
        }

        /** Clockwise, to the nearest quarter: 0, 90, 180 or 270. */
        int degrees() {
            return Math.floorMod(Math.round((Double.isNaN(matrix) ? tag : matrix) / 90) * 90, 360);
        }
    }
}
