package io.reelbus.transcode;

import io.reelbus.transcode.picture.Luma;
import io.reelbus.transcode.picture.PosterChoice;
import io.reelbus.transcode.picture.Storyboard;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pictures that are made of a finished video: its poster, and its storyboard where how long it is was not known before.
 * Each look for a poster is a short run that leaves its picture; the last one stays.
 */
final class PictureWork {
    private final Plan plan;
    private final Product main;
    private final double seconds;
    private final FfmpegBinary binary;
    private final Path folder;
    private final Function<List<String>, Future<Exit>> ffmpeg;
    private final Iterator<Double> places = PosterChoice.PLACES.iterator();
    private final Map<Double, Luma> seen = new HashMap<>();

    /**
     * @param main the video that a poster is taken of
     * @param seconds about its length
     * @param ffmpeg runs it in the folder; fails where it fails
     */
    PictureWork(
            Plan plan,
            Product main,
            double seconds,
            FfmpegBinary binary,
            Path folder,
            Function<List<String>, Future<Exit>> ffmpeg) {
        this.plan = plan;
        this.main = main;
        this.seconds = seconds;
        this.binary = binary;
        this.folder = folder;
        this.ffmpeg = ffmpeg;
    }

    /** Complete with what was made, and with the length of the video to the frame: the look at it tells. */
    Future<Finish.Extra> make() {
        return look().compose(exit -> {
            double exactly = Banner.read(exit.said()).seconds().orElse(seconds);
            var poster = new Product(Pictures.POSTER, Role.POSTER, Product.JPEG, main.size(), "");
            return storyboard(exactly).map(sheets -> new Finish.Extra(List.of(poster), sheets, exactly));
        });
    }

    private Future<Exit> look() {
        double place = places.next();
        return look(place).compose(exit -> {
            Optional<Luma> luma = Pictures.luma(exit);
            luma.ifPresent(found -> seen.put(place, found));
            if (luma.filter(Luma::isGood).isPresent()) {
                return Future.succeededFuture(exit);
            }
            return places.hasNext() ? look() : settle(place, exit);
        });
    }

    /** None is good: the one that shows most is taken again, unless it was the last. */
    private Future<Exit> settle(double last, Exit exit) {
        return PosterChoice.best(seen)
                .filter(best -> best != last)
                .map(this::look)
                .orElse(Future.succeededFuture(exit));
    }

    private Future<Exit> look(double place) {
        List<String> shown = plan.source()
                .video()
                .map(video -> VideoGraph.shown(video, plan.profile(), binary))
                .orElse(List.of());
        return ffmpeg.apply(Pictures.poster(place, seconds, shown, folder.resolve(main.name())));
    }

    /** Of the smallest video that was made. */
    private Future<Optional<Storyboard>> storyboard(double exactly) {
        List<Product> videos = plan.products(Role.VIDEO);
        Product smallest = videos.get(videos.size() - 1);
        Optional<Storyboard> late = plan.storyboard().isPresent()
                ? Optional.empty()
                : smallest.size().flatMap(size -> Pictures.storyboard(plan.profile(), size, exactly));
        return late.map(sheets -> ffmpeg.apply(Pictures.sheets(sheets, folder.resolve(smallest.name())))
                        .map(exit -> late))
                .orElse(Future.succeededFuture(plan.storyboard()));
    }
}
