package io.reelbus;

import io.vertx.core.Handler;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown on an event loop and caught by nobody else. */
final class Unhandled implements Handler<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Unhandled.class);

    /** The top of the stack where a future that has failed tells a promise that listens to it. */
    private static final List<String> TELLING_A_PROMISE = List.of(
            "io.vertx.core.Promise.fail",
            "io.vertx.core.Promise.complete",
            "io.vertx.core.impl.future.FutureBase$EmitResultTask.run");

    @Override
    public void handle(Throwable thrown) {
        if (isKnownFailure(thrown)) {
            LOG.atDebug().setCause(thrown).log("a promise was told of a failure and says that it knew");
        } else {
            LOG.atError().setCause(thrown).log("unhandled exception");
        }
    }

    /**
     * Whether a promise that was told of a failure has answered that it was complete, so that nothing is lost. That of a
     * message on the event bus always answers so when its write has failed (SendContext, in Vert.x up to 5.2): each
     * message on its way to a node that has died would be an error of ours. Its sender is told all the same.
     */
    private static boolean isKnownFailure(Throwable thrown) {
        List<String> top = Arrays.stream(thrown.getStackTrace())
                .limit(TELLING_A_PROMISE.size())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        return thrown instanceof IllegalStateException && top.equals(TELLING_A_PROMISE);
    }
}
