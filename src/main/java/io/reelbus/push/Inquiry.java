package io.reelbus.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/** Somebody who takes a seat only to hear the story so far. */
final class Inquiry implements Seat.Owner {
    private final Promise<Optional<List<Telling>>> answer = Promise.promise();

    /** The story so far, once it is known here; empty where there is no such file. */
    Future<Optional<List<Telling>>> answer() {
        return answer.future();
    }

    @Override
    public void opened(boolean known, List<Telling> soFar) {
        answer.complete(known ? Optional.of(soFar) : Optional.empty());
    }

    @Override
    public void told(Telling telling) {
        // What follows is for those who watch.
    }

    @Override
    public void over() {
        // It was told with the story.
    }

    @Override
    public void dismissed(String reason) {
        boolean unused = answer.tryComplete(Optional.empty());
    }

    @Override
    public void failed(Throwable trouble) {
        boolean unused = answer.tryFail(trouble);
    }
}
