package io.reelbus.transcode;

import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.DynamicRange;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.VideoRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The filters that make pictures of a source: one decode, whatever is made of it. The source is made upright by ffmpeg
 * itself; here its fields become frames, too many frames fewer, its pixels square and its colours those of every screen.
 */
final class VideoGraph {
    /** From there on, pictures that do not say their matrix were made for high definition: a film has fewer lines. */
    private static final int HIGH_DEFINITION = 1280;

    private static final int MOST_LINES_OF_TELEVISION = 576;

    /**
     * Behind filters whose pictures come late. A sheet would last as long as all that is on it, and ffmpeg would report
     * that so much is done: it lasts a moment. And ffmpeg reports nothing before each output has its first picture: a
     * blank one comes at once, with the number 0.
     */
    static final String LATE = "tpad=start=1,settb=1/25,setpts=N";

    /** The label of a storyboard's sheets. */
    static final String SHEETS = "[sheets]";

    private static final String COPY = "[t0]";

    /** Of what comes less often than each hundred seconds no rate is kept. */
    private static final double LEAST_RATE = 0.01;

    /** At more, which is a clock and hardly a rate, ffmpeg takes the average for the distance of repeated frames. */
    private static final int MOST_OF_UNEVEN = 200;

    private static final int REPEATED = 4;

    /** The filter that weaves fields refuses less. */
    private static final int LEAST_OF_FIELDS = 8;

    /** By so much a clock of milliseconds moves a frame. */
    private static final double ROUNDED = 0.001;

    private final MediaInfo.Video video;
    private final VideoRule rule;
    private final boolean even;
    private final boolean maps;
    private final boolean cutsLast;

    /**
     * @param even whether frames come at an even rate from nought on: players of HLS wait for no track that is late
     * @param placed whether each frame has a place of its own in the file
     * @param binary says what can be done: without zscale, which few lack, colours beyond the standard come out pale
     */
    VideoGraph(MediaInfo.Video video, VideoRule rule, boolean even, boolean placed, FfmpegBinary binary) {
        this.video = video;
        this.rule = rule;
        this.even = even;
        this.maps = binary.hasFilter("zscale") && binary.hasFilter("tonemap");
        // Later releases tell their encoders how long a frame lasts.
        this.cutsLast = placed && !binary.isAtLeast(6, 1);
    }

    /**
     * The graph that makes these sizes, the largest first, each at its {@link #video label}; and of the largest the sheets of
     * a storyboard, at {@link #SHEETS}.
     */
    String text(List<Size> sizes, Optional<Storyboard> storyboard) {
        List<String> chains = new ArrayList<>();
        StringBuilder ends = new StringBuilder(video(0));
        for (int i = 1; i < sizes.size(); i++) {
            ends.append(large(i));
            chains.add(large(i) + plainly(sizes.get(i)) + video(i));
        }
        storyboard.ifPresent(sheets -> {
            ends.append(COPY);
            chains.add(COPY + sheets.filter() + "," + LATE + SHEETS);
        });
        int copies = sizes.size() + (storyboard.isPresent() ? 1 : 0);
        List<String> head = Arguments.concat(before(), scaled(sizes.get(0)));
        chains.add(
                0,
                "[0:" + video.index() + "]" + String.join(",", head) + (copies > 1 ? ",split=" + copies : "") + ends);
        return String.join(";", chains);
    }

    /** The label of a size. */
    static String video(int at) {
        return "[v" + at + "]";
    }

    private static String large(int at) {
        return "[s" + at + "]";
    }

    private List<String> before() {
        List<String> filters = new ArrayList<>();
        if (video.interlaced() && Math.min(video.width(), video.height()) >= LEAST_OF_FIELDS) {
            filters.add("bwdif=mode=send_frame:deint=all");
        }
        if (!even && isOfAnyRate()) {
            filters.add(String.format(
                    Locale.ROOT,
                    "select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,%.6f)",
                    1.0 / rule.maxFrameRate() - ROUNDED));
        }
        double rate = (even ? FrameRate.highest(video) : video.frameRate()).orElse(0);
        if (rate > rule.maxFrameRate() * 1.01) {
            filters.add("fps=" + rule.maxFrameRate() + (even ? ":start_time=0" : ""));
        } else if (even && rate >= LEAST_RATE) {
            filters.add("fps=" + FrameRate.exact(rate) + ":start_time=0");
        } else if (!even && cutsLast && isUneven()) {
            filters.addAll(heldToTheEnd(video.finestRate().orElseThrow()));
        }
        return filters;
    }

    /** Nobody knows how often its frames come, and as it may be each millisecond, some are left out. */
    private boolean isOfAnyRate() {
        return video.frameRate().isEmpty();
    }

    private boolean isUneven() {
        double finest = video.finestRate().orElse(0);
        return !video.interlaced() && finest > video.frameRate().orElse(Double.MAX_VALUE) && finest <= MOST_OF_UNEVEN;
    }

    /**
     * Old releases give the last frame the shortest of all durations, and what is held at the end, as in many a GIF, is
     * cut off. So it is repeated in the last frames before the end that it lasts for: in several, for the time that is
     * reported lags behind by those that the encoder holds. A frame has a place in its file and the end has none, which
     * tells them apart; where no frame has one, the end is not moved.
     */
    private static List<String> heldToTheEnd(double rate) {
        String exact = "(" + FrameRate.exact(rate) + ")";
        return List.of(
                "setpts=if(isnan(POS)\\,PTS-" + REPEATED + "*ld(0)/" + exact + "/TB\\,st(0\\,1)*0+PTS)",
                "tpad=stop=" + REPEATED + ":stop_mode=clone",
                "select=isnan(prev_selected_t)+gt(t-prev_selected_t\\,0.1/" + exact + ")");
    }

    private List<String> scaled(Size size) {
        if (rule.dynamicRange() == DynamicRange.KEEP) {
            String matrix =
                    kept().matrix().equals(video.colour().matrix()) ? "" : ":out_color_matrix=" + kept().matrix();
            return List.of("scale=" + box(size) + matrix + ":out_range=tv", "setsar=1", "format=" + keptPixels());
        }
        // At the size that is made and not at the source's; zscale itself takes no odd sides.
        if (maps && video.colour().isHighRange()) {
            return Arguments.concat(List.of("scale=" + box(size)), mapped());
        }
        if (maps && video.colour().primaries().equals("bt2020")) {
            return List.of(
                    "scale=" + box(size),
                    "zscale=pin=bt2020:tin=bt709:min=bt2020nc:p=bt709:t=bt709:m=bt709:r=tv",
                    "setsar=1",
                    "format=yuv420p");
        }
        String matrix = video.colour().matrix().isEmpty() && isOfHighDefinition() ? ":in_color_matrix=bt709" : "";
        return List.of(
                "scale=" + box(size) + matrix + ":out_color_matrix=bt709:out_range=tv", "setsar=1", "format=yuv420p");
    }

    private boolean isOfHighDefinition() {
        int longer = Math.max(video.width(), video.height());
        int shorter = Math.min(video.width(), video.height());
        return longer >= HIGH_DEFINITION || shorter > MOST_LINES_OF_TELEVISION;
    }

    /** Light is mapped as light: linear, in floating point. */
    private List<String> mapped() {
        return List.of(
                "zscale=tin=" + video.colour().transfer() + ":pin=bt2020:min=bt2020nc:t=linear:npl=100",
                "format=gbrpf32le",
                "zscale=p=bt709",
                "tonemap=tonemap=hable:desat=0",
                "zscale=t=bt709:m=bt709:r=tv",
                "setsar=1",
                "format=yuv420p");
    }

    /** What makes of frames that the profile has made such as every screen shows: they have their size already. */
    static List<String> shown(MediaInfo.Video video, Profile profile, FfmpegBinary binary) {
        return profile.videoRule()
                .filter(rule -> rule.dynamicRange() == DynamicRange.KEEP)
                .map(rule -> new VideoGraph(video, rule, false, false, binary))
                .filter(graph -> graph.maps && video.colour().isHighRange())
                .map(VideoGraph::mapped)
                .orElse(List.of("format=yuv420p"));
    }

    /** Of what has its colours already. */
    private static String plainly(Size size) {
        return "scale=" + box(size) + ",setsar=1";
    }

    private static String box(Size size) {
        return size.width() + ":" + size.height();
    }

    private String keptPixels() {
        return isDeep() ? "yuv420p10le" : "yuv420p";
    }

    private boolean isDeep() {
        return video.pixelFormat().matches(".*(?:10|12|14|16)(?:le|be)");
    }

    /** The colours of what is made, as the options of an encoder. */
    List<String> tags() {
        Colour made = rule.dynamicRange() == DynamicRange.STANDARD ? Colour.STANDARD : kept();
        List<String> tags = new ArrayList<>();
        tag(tags, "-color_range", made.range());
        tag(tags, "-colorspace", made.matrix());
        tag(tags, "-color_primaries", made.primaries());
        tag(tags, "-color_trc", made.transfer());
        return tags;
    }

    private Colour kept() {
        return video.colour().kept();
    }

    private static void tag(List<String> tags, String option, String value) {
        if (!value.isEmpty()) {
            tags.add(option);
            tags.add(value);
        }
    }
}
