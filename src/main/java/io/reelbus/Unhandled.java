package io.reelbus;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown on an event loop and caught by nobody else. */
final class Unhandled implements Handler<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Unhandled.class);

    /** Where Vert.x 5 tells a failed write to the promise of whoever wrote: at once, or once Netty knows. */
    private static final Set<String> TELL_WRITES = Set.of(
            "io.vertx.core.net.impl.DelegatingChannelPromise",
            "io.vertx.core.eventbus.impl.clustered.OutboundConnection");

    @Override
    public void handle(Throwable thrown) {
        if (isFailedWrite(thrown)) {
            LOG.atDebug().setCause(thrown).log("a write failed and its promise says that it knew");
        } else {
            LOG.atError().setCause(thrown).log("unhandled exception");
        }
    }

    /**
     * Whether a promise that was told of a failed write has answered that it was complete. That of the event bus always
     * answers so, whatever it was (SendContext, in Vert.x up to 5.2), so that each message on its way to a node that has
     * died would be an error of ours. Its sender is told all the same.
     */
    private static boolean isFailedWrite(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown instanceof IllegalStateException
                && stack.length > 0
                && stack[0].getClassName().equals(Promise.class.getName())
                && Arrays.stream(stack).map(StackTraceElement::getClassName).anyMatch(TELL_WRITES::contains);
    }
}
