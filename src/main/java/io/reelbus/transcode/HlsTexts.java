package io.reelbus.transcode;

import io.reelbus.transcode.hls.AudioTrack;
import io.reelbus.transcode.hls.Codecs;
import io.reelbus.transcode.hls.Languages;
import io.reelbus.transcode.hls.MasterPlaylist;
import io.reelbus.transcode.hls.MediaPlaylist;
import io.reelbus.transcode.hls.SubtitlePlaylist;
import io.reelbus.transcode.hls.SubtitleTrack;
import io.reelbus.transcode.hls.Variant;
import io.reelbus.transcode.profile.AudioRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The play lists over the streams of HLS, which say of each what it is: read from what was made. */
final class HlsTexts {
    private static final String MASTER = "master.m3u8";

    private final Plan plan;
    private final Path folder;

    private HlsTexts(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /**
     * Writes them, and says what there is then: they, and those of the plan's products that play. A track of sound in which
     * nothing is, as of a microphone that was off, is left out with its list. Blocks.
     *
     * @param seconds the length of the whole
     */
    static List<Product> write(Plan plan, Path folder, double seconds) throws IOException {
        return new HlsTexts(plan, folder).write(seconds);
    }

    private List<Product> write(double seconds) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (Product video : plan.products(Role.VIDEO)) {
            variants.add(variant(video));
        }
        Set<String> silent = new HashSet<>();
        List<AudioTrack> audio = audio(silent);
        List<Product> products = new ArrayList<>();
        if (!variants.isEmpty() || !audio.isEmpty()) {
            List<SubtitleTrack> subtitles = subtitles(seconds, products);
            Files.writeString(folder.resolve(MASTER), new MasterPlaylist(variants, audio, subtitles).text());
            products.add(0, Product.text(MASTER, Role.PLAYLIST, Product.M3U8, ""));
        }
        plan.products().stream()
                .filter(product -> !silent.contains(product.name()))
                .forEach(products::add);
        return products;
    }

    private List<SubtitleTrack> subtitles(double seconds, List<Product> lists) throws IOException {
        List<SubtitleTrack> tracks = new ArrayList<>();
        for (Product text : plan.products(Role.SUBTITLES)) {
            String list = sibling(text);
            Files.writeString(folder.resolve(list), SubtitlePlaylist.text(text.name(), seconds));
            lists.add(Product.text(list, Role.PLAYLIST, Product.M3U8, text.language()));
            tracks.add(new SubtitleTrack(list, Languages.tag(text.language()), Optional.empty()));
        }
        return tracks;
    }

    private Variant variant(Product video) throws IOException {
        MediaPlaylist list = list(video);
        Size size = video.size().orElseThrow();
        return new Variant(
                sibling(video),
                list.peakBitsPerSecond(),
                list.averageBitsPerSecond(),
                size.width(),
                size.height(),
                frameRate(),
                codec(video));
    }

    private OptionalDouble frameRate() {
        int most = plan.profile().videoRule().orElseThrow().maxFrameRate();
        return FrameRate.highest(plan.source().video().orElseThrow(), most);
    }

    private List<AudioTrack> audio(Set<String> silent) throws IOException {
        List<AudioTrack> tracks = new ArrayList<>();
        List<Product> products = plan.products(Role.AUDIO);
        for (int i = 0; i < products.size(); i++) {
            Product product = products.get(i);
            MediaPlaylist list = list(product);
            if (list.seconds() == 0) {
                silent.addAll(List.of(product.name(), sibling(product)));
                continue;
            }
            AudioRule rule = plan.profile().audioRule().orElseThrow();
            tracks.add(new AudioTrack(
                    sibling(product),
                    list.peakBitsPerSecond(),
                    list.averageBitsPerSecond(),
                    Encoding.channels(rule, plan.tracks().get(i)),
                    codec(product),
                    Languages.tag(product.language()),
                    Optional.empty(),
                    tracks.isEmpty()));
        }
        return tracks;
    }

    private MediaPlaylist list(Product product) throws IOException {
        return MediaPlaylist.parse(Files.readString(folder.resolve(sibling(product))));
    }

    private String codec(Product product) throws IOException {
        return Codecs.of(folder.resolve(product.name())).get(0);
    }

    /** The play list of a file. */
    private static String sibling(Product product) {
        return product.name().substring(0, product.name().lastIndexOf('.')) + ".m3u8";
    }
}
