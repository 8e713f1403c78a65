package io.reelbus;

import io.reelbus.push.Rooms;
import io.reelbus.push.Watched;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** What a node says of the files that are watched at it: the most watched first, not all where they are many. */
final class RoomsView {
    private static final int MOST = 1_000;

    private RoomsView() {}

    static Future<JsonObject> now(Rooms rooms) {
        return rooms.watched().map(RoomsView::of);
    }

    /** Of a node that holds no sockets. */
    static Future<JsonObject> none() {
        return Future.succeededFuture(of(List.of()));
    }

    private static JsonObject of(List<Watched> all) {
        JsonArray rooms = new JsonArray(all.stream()
                .sorted(Comparator.comparing(Watched::watchers).reversed().thenComparing(Watched::fileId))
                .limit(MOST)
                .map(RoomsView::json)
                .toList());
        return new JsonObject().put("rooms", rooms).put("more", all.size() - rooms.size());
    }

    private static JsonObject json(Watched room) {
        return new JsonObject()
                .put("fileId", room.fileId())
                .put("watchers", room.watchers())
                .put("seq", room.seq())
                .put("state", room.state());
    }
}
