package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what sockets send into engine packets: one text, then one binary message for each buffer in it. */
final class PacketWriter {
    private PacketWriter() {}

    static List<Outbound> event(String namespace, @Nullable Long id, String event, @Nullable Object[] args) {
        refuseReserved(event);
        return write(PacketType.EVENT, namespace, id, array(args, event));
    }

    static List<Outbound> ack(String namespace, long id, @Nullable Object[] args) {
        return write(PacketType.ACK, namespace, id, array(args));
    }

    static Outbound plain(PacketType type, String namespace, @Nullable Object data) {
        return Outbound.text(EnginePacketType.MESSAGE, PacketCodec.encode(Packet.of(type, namespace, data)));
    }

    static void refuseReserved(String event) {
        if (PacketCodec.isReserved(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is not a name for an event");
        }
    }

    private static JsonArray array(@Nullable Object[] args, String... first) {
        var array = new ArrayList<@Nullable Object>(args.length + first.length);
        array.addAll(List.of(first));
        for (Object arg : args) {
            array.add(arg);
        }
        return new JsonArray(array);
    }

    private static List<Outbound> write(PacketType type, String namespace, @Nullable Long id, JsonArray data) {
        var buffers = new ArrayList<Buffer>();
        Object json = Attachments.detach(data, buffers);
        PacketType wireType = buffers.isEmpty() ? type : type.binary();
        var packet = new Packet(wireType, buffers.size(), namespace, id, json);
        var messages = new ArrayList<Outbound>(1 + buffers.size());
        messages.add(Outbound.text(EnginePacketType.MESSAGE, PacketCodec.encode(packet)));
        buffers.forEach(buffer -> messages.add(Outbound.binary(buffer)));
        return messages;
    }
}
