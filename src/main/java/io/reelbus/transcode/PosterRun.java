package io.reelbus.transcode;

import io.reelbus.transcode.picture.Luma;
import io.reelbus.transcode.picture.PosterChoice;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/** Looks for a frame that can stand for a video: each look is a short run that leaves its picture, the last one stays. */
final class PosterRun {
    private final Function<Double, Future<Exit>> look;
    private final Iterator<Double> places = PosterChoice.PLACES.iterator();
    private final Map<Double, Luma> seen = new HashMap<>();

    /** {@code look} takes a picture at a part of the length. */
    PosterRun(Function<Double, Future<Exit>> look) {
        this.look = look;
    }

    /** Complete with the run that took the picture that stays. */
    Future<Exit> take() {
        double place = places.next();
        return look.apply(place).compose(exit -> {
            var luma = Pictures.luma(exit);
            luma.ifPresent(found -> seen.put(place, found));
            if (luma.filter(Luma::isGood).isPresent()) {
                return Future.succeededFuture(exit);
            }
            return places.hasNext() ? take() : settle(place, exit);
        });
    }

    /** None is good: the one that shows most is taken again, unless it was the last. */
    private Future<Exit> settle(double last, Exit exit) {
        return PosterChoice.best(seen).filter(best -> best != last).map(look).orElse(Future.succeededFuture(exit));
    }
}
