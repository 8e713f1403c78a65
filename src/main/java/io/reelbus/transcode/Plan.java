package io.reelbus.transcode;

import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.Profile;
import java.util.List;
import java.util.Optional;

/**
 * What a profile makes of a source, by one run of ffmpeg that decodes each of its streams once.
 *
 * @param arguments of that run, whose working folder takes the files; empty: there is nothing to run
 * @param products what it writes, the sheets of the storyboard aside
 * @param tracks of the source whose sound is made, in the order of the products that hold it
 * @param main the video that stands for all, if there is one
 * @param storyboard whose sheets that run makes; empty where how long the source is shows only when it is made
 */
record Plan(
        Profile profile,
        MediaInfo source,
        List<String> arguments,
        List<Product> products,
        List<MediaInfo.Audio> tracks,
        Optional<Product> main,
        Optional<Storyboard> storyboard) {
    /** What ffmpeg writes only so that it reports from the beginning: see {@link VideoGraph#LATE}. */
    static final List<String> BLANKS = List.of(Storyboard.sheet(0), "waveform-0.png");

    Plan {
        arguments = List.copyOf(arguments);
        products = List.copyOf(products);
        tracks = List.copyOf(tracks);
    }

    /** What of its source a plan makes something of. */
    enum Content {
        /** Its pictures, and its sound if it has any. */
        PICTURES,
        /** Its sound alone. */
        SOUND
    }

    /** A plan of nothing to run. */
    static Plan nothing(Profile profile, MediaInfo source) {
        return new Plan(profile, source, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    Content content() {
        return main.isPresent() || source.isStill() ? Content.PICTURES : Content.SOUND;
    }

    /** Whether something is made of each stream of the source that counts. */
    boolean isOfAllStreams() {
        int pictures = content() == Content.PICTURES ? 1 : 0;
        return pictures + tracks.size() + products(Role.SUBTITLES).size() == source.streams();
    }

    /** The video that a poster is taken of, and whose length is looked up where its source does not tell. */
    Optional<Product> posterOf() {
        return main.filter(video -> profile.pictureRule().poster());
    }

    /** Whether a storyboard is wanted that can be made only when the video is: its source does not say how long it is. */
    boolean isStoryboardLate() {
        return main.isPresent() && storyboard.isEmpty() && profile.pictureRule().storyboard() != null;
    }

    /** Whether pictures are made of the video when it is done. */
    boolean hasLatePictures() {
        return posterOf().isPresent() || isStoryboardLate();
    }

    List<Product> products(Role role) {
        return products.stream().filter(product -> product.role() == role).toList();
    }
}
