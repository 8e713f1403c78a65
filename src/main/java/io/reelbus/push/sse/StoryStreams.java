package io.reelbus.push.sse;

import io.reelbus.job.FileId;
import io.reelbus.push.Connections;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams of this node, over all its event loops. */
public final class StoryStreams {
    private final Rooms rooms;
    private final PushConfig config;
    private final Connections connections;
    private final Set<StoryStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    public StoryStreams(Rooms rooms, PushConfig config, Connections connections) {
        this.rooms = rooms;
        this.config = config;
        this.connections = connections;
        rooms.meters().sockets("sse", open::size);
    }

    boolean isClosing() {
        return closing;
    }

    /** Answers the request with what is above {@code after}, until the story's end. */
    void serve(RoutingContext request, FileId fileId, long after) {
        Place place = connections.enter(request.request()).orElseThrow(Connections::refusal);
        StoryStream.serve(request, fileId, after, rooms, config, place, open);
        if (closing) {
            // It came in while the others were being ended, and would be overlooked.
            var unused = close();
        }
    }

    /** Ends every stream so that its client comes back, and begins no new ones. */
    public Future<Void> close() {
        closing = true;
        return Future.join(open.stream().map(StoryStream::goAway).toList()).mapEmpty();
    }
}
