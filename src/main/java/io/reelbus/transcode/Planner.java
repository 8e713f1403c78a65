package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.AudioRule;
import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Packaging;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Rendition;
import io.reelbus.transcode.profile.VideoRule;
import io.reelbus.transcode.profile.WaveformRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans what a profile makes of one source: which files, and the arguments of the ffmpeg that makes them. */
final class Planner {
    private static final int MOST_SUBTITLES = 16;

    /** No encoder takes more, whatever the shape of a source's pixels stretches it to. */
    private static final int MOST_PIXELS_WIDE = 8192;

    private static final String WAVE = "[wave]";
    private static final String STILL = "[still]";

    /** That filter keeps all that comes until its end: of an hour 600 MB as it was, and 70 of this. */
    private static final String FEW_SAMPLES = "aresample=2000,asetnsamples=16384";

    /** Containers that know where each of their frames lies; in an MPEG-TS, say, one of two in a packet has no place. */
    private static final Set<String> PLACED = Set.of("mov", "matroska", "gif");

    private final Profile profile;
    private final MediaInfo source;
    private final FfmpegBinary binary;
    private final MediaBounds bounds;
    private final List<String> graphs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<Product> products = new ArrayList<>();
    private Optional<Storyboard> storyboard = Optional.empty();
    private Optional<Product> main = Optional.empty();

    private Planner(Profile profile, MediaInfo source, FfmpegBinary binary, MediaBounds bounds) {
        this.profile = profile;
        this.source = source;
        this.binary = binary;
        this.bounds = bounds;
    }

    /**
     * The plan; throws a FailureException where the source has nothing of what the profile makes something of.
     *
     * @param binary serves the profile, see {@link Offer}
     */
    static Plan plan(Profile profile, MediaInfo source, FfmpegBinary binary, MediaBounds bounds, Path file) {
        return new Planner(profile, source, binary, bounds).plan(file);
    }

    private Plan plan(Path file) {
        if (profile.packaging() == Packaging.NONE) {
            return Plan.nothing(profile, source);
        }
        if (profile.videoRule().isPresent() && source.unreadablePictures()) {
            throw Verdict.unknownPictures();
        }
        Optional<VideoRule> videoRule =
                profile.videoRule().filter(rule -> source.video().isPresent());
        List<MediaInfo.Audio> tracks = tracks();
        if (videoRule.isEmpty() && tracks.isEmpty()) {
            throw nothingToMake();
        }
        if (source.isStill()) {
            videoRule.ifPresent(this::still);
        } else {
            if (profile.packaging() == Packaging.HLS) {
                videoRule.ifPresent(this::ladder);
                hlsAudio(tracks);
            } else {
                mp4(videoRule, tracks);
            }
            if (videoRule.isEmpty()) {
                waveform(tracks);
            }
            subtitles();
        }
        return new Plan(profile, source, arguments(file), products, tracks, main, storyboard);
    }

    private FailureException nothingToMake() {
        return source.video().isEmpty() && source.audio().isEmpty()
                ? Failure.NOT_A_VIDEO.asException()
                : profile.videoRule().isPresent()
                        ? Failure.NO_VIDEO_STREAM.asException()
                        : Failure.NO_AUDIO_STREAM.asException();
    }

    private List<MediaInfo.Audio> tracks() {
        int most = profile.audioRule().map(AudioRule::tracks).orElse(0);
        List<MediaInfo.Audio> tracks = new ArrayList<>(source.audio());
        source.mainAudio().ifPresent(first -> {
            boolean unused = tracks.remove(first);
            tracks.add(0, first);
        });
        return tracks.subList(0, Math.min(most, tracks.size()));
    }

    private List<String> arguments(Path file) {
        // Last: what is named first is what ffmpeg's reports are about, and that is the video.
        storyboard.ifPresent(made -> late(VideoGraph.SHEETS, List.of("-c:v", "mjpeg", "-q:v", "5"), Pictures.SHEETS));
        return Arguments.concat(
                Arguments.REPORTING,
                Arguments.input(file, source.formatName(), bounds.pixels()),
                graphs.isEmpty() ? List.of() : List.of("-filter_complex", String.join(";", graphs)),
                outputs);
    }

    private void mp4(Optional<VideoRule> videoRule, List<MediaInfo.Audio> tracks) {
        Product product = videoRule
                .map(rule -> Product.picture(
                        "video.mp4",
                        Role.VIDEO,
                        Product.MP4,
                        sizeOf(rule.renditions().get(0))))
                .orElseGet(() -> Product.text(
                        "audio.m4a", Role.AUDIO, Product.M4A, tracks.get(0).language()));
        videoRule.ifPresent(rule -> {
            Size size = product.size().orElseThrow();
            VideoGraph graph = graph(rule, List.of(size));
            outputs.addAll(List.of("-map", VideoGraph.video(0)));
            outputs.addAll(video(rule, graph, rule.renditions().get(0), size, false));
        });
        for (MediaInfo.Audio track : tracks) {
            outputs.addAll(List.of("-map", "0:" + track.index()));
        }
        for (int i = 0; i < tracks.size(); i++) {
            outputs.addAll(audio(tracks.get(i), ":" + i));
            if (!tracks.get(i).language().isEmpty()) {
                outputs.addAll(List.of(
                        "-metadata:s:a:" + i, "language=" + tracks.get(i).language()));
            }
        }
        outputs.addAll(Arguments.BARE);
        outputs.addAll(List.of("-movflags", "+faststart", "-f", "mp4", Arguments.local(product.name())));
        products.add(product);
        main = videoRule.map(rule -> product);
    }

    private void ladder(VideoRule rule) {
        List<Map.Entry<Size, Rendition>> steps = List.copyOf(steps(rule).entrySet());
        VideoGraph graph = graph(rule, steps.stream().map(Map.Entry::getKey).toList());
        for (int i = 0; i < steps.size(); i++) {
            Size size = steps.get(i).getKey();
            String name = rendition(size, i);
            outputs.addAll(List.of("-map", VideoGraph.video(i)));
            outputs.addAll(video(rule, graph, steps.get(i).getValue(), size, true));
            hls(name, Role.VIDEO, Product.MP4, Optional.of(size), "");
        }
        main = Optional.of(products.get(0));
    }

    /** As people call it, by its shorter side; of what is very long and thin several are the same, and numbered. */
    private String rendition(Size size, int number) {
        String name = "video-" + Math.min(size.width(), size.height()) + "p";
        boolean taken = products.stream().anyMatch(product -> product.name().equals(name + ".mp4"));
        return taken ? name + "-" + (number + 1) : name;
    }

    /** The sizes from the largest to the smallest, each once: of a small source some renditions are the same. */
    private Map<Size, Rendition> steps(VideoRule rule) {
        Map<Size, Rendition> steps = new LinkedHashMap<>();
        rule.renditions().forEach(rendition -> steps.put(sizeOf(rendition), rendition));
        return steps;
    }

    private void hlsAudio(List<MediaInfo.Audio> tracks) {
        for (int i = 0; i < tracks.size(); i++) {
            MediaInfo.Audio track = tracks.get(i);
            outputs.addAll(List.of("-map", "0:" + track.index()));
            outputs.addAll(audio(track, ""));
            hls("audio-" + (i + 1), Role.AUDIO, Product.M4A, Optional.empty(), track.language());
        }
    }

    /** One fragmented MP4 and the list of its segments. */
    private void hls(String name, Role role, String type, Optional<Size> size, String language) {
        outputs.addAll(Arguments.BARE);
        // Each output would be moved by itself, and sound and pictures come apart.
        outputs.addAll(List.of("-avoid_negative_ts", "disabled"));
        outputs.addAll(List.of("-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod"));
        outputs.addAll(List.of("-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"));
        outputs.addAll(List.of("-hls_segment_filename", name + ".mp4", Arguments.local(name + ".m3u8")));
        products.add(new Product(name + ".mp4", role, type, size, language));
        products.add(new Product(name + ".m3u8", Role.PLAYLIST, Product.M3U8, size, language));
    }

    private VideoGraph graph(VideoRule rule, List<Size> sizes) {
        MediaInfo.Video video = source.video().orElseThrow();
        OptionalDouble seconds = source.declaredSeconds();
        storyboard = seconds.isPresent()
                ? Pictures.storyboard(profile, video.size(), seconds.getAsDouble())
                : Optional.empty();
        VideoGraph graph = new VideoGraph(
                video, rule, profile.packaging() == Packaging.HLS, PLACED.contains(source.formatName()), binary);
        graphs.add(graph.text(sizes, storyboard));
        return graph;
    }

    private List<String> video(VideoRule rule, VideoGraph graph, Rendition rendition, Size size, boolean aligned) {
        Encoder encoder = rule.encoders().stream()
                .filter(each -> binary.hasEncoder(each.name()))
                .filter(each -> each.leastSide() <= Math.min(size.width(), size.height()))
                .findFirst()
                .orElse(Encoder.OF_THE_SMALLEST);
        double rate = FrameRate.highest(source.video().orElseThrow(), rule.maxFrameRate())
                .orElse(rule.maxFrameRate());
        return Encoding.video(rule, rate, encoder, rendition, graph.tags(), aligned, binary.isAtLeast(5, 1));
    }

    private List<String> audio(MediaInfo.Audio track, String which) {
        return profile.audioRule()
                .map(rule -> Encoding.audio(rule, track, which, profile.packaging() == Packaging.HLS))
                .orElse(List.of());
    }

    private void waveform(List<MediaInfo.Audio> tracks) {
        WaveformRule rule = profile.pictureRule().waveform();
        if (rule == null || tracks.isEmpty()) {
            return;
        }
        Size size = new Size(rule.width(), rule.height());
        String one = tracks.get(0).mixable() ? "aformat=channel_layouts=mono," : Encoding.FIRST + ",";
        graphs.add("[0:" + tracks.get(0).index() + "]" + one + FEW_SAMPLES + ",showwavespic=s=" + rule.width() + "x"
                + rule.height() + ":colors=#" + rule.color() + "," + VideoGraph.LATE + WAVE);
        late(WAVE, List.of("-c:v", "png"), "waveform-%d.png");
        products.add(Product.picture("waveform-1.png", Role.WAVEFORM, Product.PNG, size));
    }

    /** Pictures of which the one with the number 0 is blank. */
    private void late(String label, List<String> encoder, String pattern) {
        outputs.addAll(List.of("-map", label, "-r", "25"));
        outputs.addAll(encoder);
        // At an even rate it would repeat them.
        outputs.addAll(Encoding.ownTimes(binary.isAtLeast(5, 1)));
        outputs.addAll(List.of("-f", "image2", "-start_number", "0", Arguments.local(pattern)));
    }

    /** One picture, which no video is made of: as JPEG, upright, on white where it is transparent. */
    private void still(VideoRule rule) {
        MediaInfo.Video video = source.video().orElseThrow();
        Size size = sizeOf(rule.renditions().get(0));
        String turn = video.orientation().filters().stream()
                .map(filter -> filter + ",")
                .collect(Collectors.joining());
        // Without its side data: an encoder might keep where it was taken, and how it was to be turned.
        graphs.add(
                "[0:" + video.index() + "]" + turn + "sidedata=mode=delete,scale=" + size.width() + ":" + size.height()
                        + ",setsar=1,format=rgba,split[back][fore];[back]lutrgb=r=255:g=255:b=255:a=255[white];"
                        + "[white][fore]overlay=format=rgb,format=yuvj420p" + STILL);
        outputs.addAll(List.of("-map", STILL, "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe"));
        outputs.add(Arguments.local("image.jpg"));
        products.add(Product.picture("image.jpg", Role.IMAGE, Product.JPEG, size));
    }

    private void subtitles() {
        if (!profile.subtitles()) {
            return;
        }
        List<MediaInfo.Subtitles> text = source.subtitles().stream()
                .filter(MediaInfo.Subtitles::isText)
                .limit(MOST_SUBTITLES)
                .toList();
        for (int i = 0; i < text.size(); i++) {
            String name = "subtitles-" + (i + 1) + ".vtt";
            outputs.addAll(List.of("-map", "0:" + text.get(i).index(), "-c:s", "webvtt"));
            outputs.addAll(Arguments.BARE);
            outputs.addAll(List.of("-f", "webvtt", Arguments.local(name)));
            products.add(
                    Product.text(name, Role.SUBTITLES, Product.VTT, text.get(i).language()));
        }
    }

    private Size sizeOf(Rendition rendition) {
        Size size = source.video().orElseThrow().size();
        int longer = Math.max(size.width(), size.height());
        int shorter = Math.min(size.width(), size.height());
        return rendition.isAsSource()
                ? size.within(Math.min(MOST_PIXELS_WIDE, longer), Math.min(MOST_PIXELS_WIDE, shorter))
                : size.within(rendition.longSide(), rendition.shortSide());
    }
}
