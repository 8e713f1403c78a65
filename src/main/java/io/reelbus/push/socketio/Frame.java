package io.reelbus.push.socketio;

import io.vertx.core.json.Json;
import java.util.regex.Pattern;

/** An event of a namespace, encoded once, to be sent to many sockets. */
public final class Frame {
    private static final Pattern PLAIN = Pattern.compile("[\\w:.-]*");

    private final String namespace;
    private final Outbound packet;

    private Frame(String namespace, Outbound packet) {
        this.namespace = namespace;
        this.packet = packet;
    }

    /** An event with one argument that is JSON already; the text is taken as it is. */
    public static Frame event(String namespace, String event, String rawJsonPayload) {
        PacketWriter.refuseReserved(event);
        String packet = EngineCodec.encode(
                EnginePacketType.MESSAGE,
                PacketCodec.head(PacketType.EVENT, 0, namespace, null)
                        + '['
                        + quoted(event)
                        + ','
                        + rawJsonPayload
                        + ']');
        return new Frame(namespace, Outbound.shared(packet, Utf8.length(packet)));
    }

    /** As JSON; most names need no encoder. */
    private static String quoted(String event) {
        return PLAIN.matcher(event).matches() ? '"' + event + '"' : Json.encode(event);
    }

    /** The same event with one more argument: an offset of ASCII letters, digits and signs that JSON takes as they are. */
    public Frame withOffset(String offset) {
        String text = packet.text();
        return new Frame(
                namespace,
                Outbound.shared(
                        text.substring(0, text.length() - 1) + ",\"" + offset + "\"]",
                        packet.bytes() + offset.length() + 3));
    }

    public String namespace() {
        return namespace;
    }

    /** What one socket's queue counts for it. */
    public int bytes() {
        return packet.bytes();
    }

    Outbound packet() {
        return packet;
    }
}
