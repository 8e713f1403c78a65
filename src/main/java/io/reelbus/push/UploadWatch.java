package io.reelbus.push;

import io.reelbus.bus.Topics;
import io.reelbus.bus.Topics.Registration;
import io.reelbus.job.FileId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to how much has come of files that do not exist yet, for those who asked for that. It is no part of any story:
 * what of it is lost, the next makes good. On the rooms' context alone.
 */
final class UploadWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UploadWatch.class);

    private final Topics topics;
    private final Map<Room, Future<Registration>> listening = new HashMap<>();

    UploadWatch(Topics topics) {
        this.topics = topics;
    }

    /** Begins where somebody in the room wants it and the file is not known. */
    void listen(Room room) {
        FileId.parse(room.fileId)
                .filter(id -> !room.gone && !room.replay.isKnown() && !listening.containsKey(room))
                .ifPresent(id -> listening.put(room, topics.onReceived(id, heard -> {
                    if (listening.containsKey(room)) {
                        room.tell(List.of(new Telling(heard)));
                    }
                })));
    }

    /** The room closes, or the file exists and has a story now. */
    void stop(Room room) {
        Future<Registration> registered = listening.remove(room);
        if (registered != null) {
            registered
                    .compose(Registration::close)
                    .onFailure(trouble -> LOG.atDebug().setCause(trouble).log("could not leave the bus"));
        }
    }
}
