package io.reelbus;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown on an event loop and caught by nobody else. */
final class Unhandled implements Handler<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Unhandled.class);

    /** How much of the stack is logged: the log's own form of exceptions shows the top alone. */
    private static final int FRAMES = 8;

    @Override
    public void handle(Throwable thrown) {
        if (isKnownFailure(thrown)) {
            LOG.atDebug().setCause(thrown).log("a promise was told of a failure and says that it knew");
        } else {
            LOG.atError()
                    .addKeyValue(
                            "stack",
                            Arrays.stream(thrown.getStackTrace()).limit(FRAMES).toList())
                    .setCause(thrown)
                    .log("unhandled exception");
        }
    }

    /**
     * Whether a promise that was told of a failure has answered that it was complete, so that nothing is lost. That of a
     * message on the event bus always answers so when its write has failed (SendContext, in Vert.x up to 5.2): each
     * message on its way to a node that has died would be an error of ours. Its sender is told all the same.
     */
    private static boolean isKnownFailure(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown instanceof IllegalStateException
                && stack.length > 2
                && is(stack[0], "fail")
                && is(stack[1], "complete")
                && stack[2].getClassName().startsWith("io.vertx.core.impl.future.");
    }

    private static boolean is(StackTraceElement frame, String method) {
        return frame.getClassName().equals(Promise.class.getName())
                && frame.getMethodName().equals(method);
    }
}
