package io.reelbus.bus;

import io.vertx.core.Future;
import java.util.List;

/** An open tap; until it is closed, its listener is told what passes on the buses of all nodes. */
public interface Tap {
    /** Completes when nothing more is told. */
    Future<Void> close();

    /** Is told on the context on which the tap was opened. */
    interface Listener {
        /** This node shows its messages from now on; said again where it was cut off in between. */
        void joined(String node);

        /** Each sighting is the text of a JSON object; {@code dropped} were left out since the last time. */
        void seen(String node, List<String> sightings, long dropped);
    }
}
