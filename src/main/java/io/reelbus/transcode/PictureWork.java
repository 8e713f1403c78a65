package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures that are made of a finished video: its poster, and its storyboard where how long it is was not known before.
 * Each look for a poster is a short run that leaves its picture; the last one stays. What cannot be made is left out: the
 * video is good without it.
 */
final class PictureWork {
    private static final Logger LOG = LoggerFactory.getLogger(PictureWork.class);

    /** Of the encoders that we know the one that begins anew whenever it is told to. */
    private static final String PUNCTUAL = "libx264";

    private final Plan plan;
    private final double seconds;
    private final FfmpegBinary binary;
    private final Path folder;
    private final Function<List<String>, Future<Exit>> shortRun;
    private final Function<List<String>, Future<Exit>> longRun;
    private final Iterator<Double> places = PosterChoice.PLACES.iterator();
    private final Map<Double, Luma> seen = new HashMap<>();

    /**
     * @param seconds about the length of what was made
     * @param shortRun runs ffmpeg in the folder, for as long as a look at one place may take; fails where it fails
     * @param longRun the same, for as long as it may take to read all
     */
    PictureWork(
            Plan plan,
            double seconds,
            FfmpegBinary binary,
            Path folder,
            Function<List<String>, Future<Exit>> shortRun,
            Function<List<String>, Future<Exit>> longRun) {
        this.plan = plan;
        this.seconds = seconds;
        this.binary = binary;
        this.folder = folder;
        this.shortRun = shortRun;
        this.longRun = longRun;
    }

    /**
     * Complete with what was made, and with the length of the video: to the frame where a poster was looked for, as the
     * look tells. Fails with CANCELED and DISK_FULL alone.
     */
    Future<Finish.Extra> make() {
        return poster().compose(this::storyboard);
    }

    private Future<Finish.Extra> poster() {
        var without = new Finish.Extra(List.of(), plan.storyboard(), seconds);
        return plan.posterOf()
                .map(video ->
                        look(video).map(exit -> poster(video, exit)).recover(why -> leftOut(without, "poster", why)))
                .orElse(Future.succeededFuture(without));
    }

    private Finish.Extra poster(Product video, Exit exit) {
        double exactly = Banner.read(exit.said()).seconds().orElse(seconds);
        var poster = new Product(Pictures.POSTER, Role.POSTER, Product.JPEG, video.size(), "");
        return new Finish.Extra(List.of(poster), plan.storyboard(), exactly);
    }

    private Future<Exit> look(Product video) {
        double place = places.next();
        return look(video, place).compose(exit -> {
            Optional<Luma> luma = Luma.parse(exit.said());
            luma.ifPresent(found -> seen.put(place, found));
            if (luma.filter(Luma::isGood).isPresent()) {
                return Future.succeededFuture(exit);
            }
            return places.hasNext() ? look(video) : settle(video, place, exit);
        });
    }

    /** None is good: the one that shows most is taken again, unless it was the last. */
    private Future<Exit> settle(Product video, double last, Exit exit) {
        return PosterChoice.best(seen)
                .map(best -> best == last ? Future.succeededFuture(exit) : look(video, best))
                .orElse(Future.failedFuture(
                        Failure.TRANSCODE_FAILED.asException().withLastWords(exit.lastWords())));
    }

    private Future<Exit> look(Product video, double place) {
        List<String> shown = plan.source()
                .video()
                .map(pictures -> VideoGraph.shown(pictures, plan.profile(), binary))
                .orElse(List.of());
        return shortRun.apply(Pictures.poster(place, seconds, shown, folder.resolve(video.name())));
    }

    /** Of the smallest video that was made. */
    private Future<Finish.Extra> storyboard(Finish.Extra made) {
        if (!plan.isStoryboardLate()) {
            return Future.succeededFuture(made);
        }
        List<Product> videos = plan.products(Role.VIDEO);
        Product smallest = videos.get(videos.size() - 1);
        return smallest.size()
                .flatMap(size -> Pictures.storyboard(plan.profile(), size, made.seconds()))
                .map(sheets -> longRun.apply(
                                Pictures.sheets(sheets, folder.resolve(smallest.name()), keyFramesSuffice(sheets)))
                        .map(exit -> new Finish.Extra(made.products(), Optional.of(sheets), made.seconds()))
                        .recover(why -> leftOut(made, "storyboard", why)))
                .orElse(Future.succeededFuture(made));
    }

    /** Whether there is one for each picture of a storyboard. */
    private boolean keyFramesSuffice(Storyboard sheets) {
        return plan.profile()
                .videoRule()
                .filter(rule -> plan.arguments().contains(PUNCTUAL))
                .filter(rule -> sheets.intervalSeconds() >= rule.keyFrameSeconds())
                .isPresent();
    }

    private static Future<Finish.Extra> leftOut(Finish.Extra without, String what, Throwable why) {
        if (Failure.CANCELED.isOf(why) || Failure.DISK_FULL.isOf(why)) {
            return Future.failedFuture(why);
        }
        LOG.atWarn()
                .addKeyValue("what", what)
                .addKeyValue("said", why instanceof FailureException known ? known.loggedWords() : List.of())
                .setCause(why)
                .log("a picture could not be made and is left out");
        return Future.succeededFuture(without);
    }
}
