package io.reelbus.push.socketio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The first packet of a session: its id, and what its client must keep to. */
final class Handshake {
    private Handshake() {}

    static String packet(String sid, SocketIoOptions options, List<String> upgrades) {
        return EngineCodec.encode(
                EnginePacketType.OPEN,
                new JsonObject()
                        .put("sid", sid)
                        .put("upgrades", new JsonArray(upgrades))
                        .put("pingInterval", options.pingInterval().toMillis())
                        .put("pingTimeout", options.pingTimeout().toMillis())
                        .put("maxPayload", options.maxPayload())
                        .encode());
    }
}
