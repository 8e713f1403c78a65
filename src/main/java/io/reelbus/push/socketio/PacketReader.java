package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts packets together from the messages of one session: a binary packet is a text and its attachments after it. */
final class PacketReader {
    private final int maxAttachments;
    private final List<Buffer> buffers = new ArrayList<>();
    private @Nullable Packet incomplete;

    PacketReader(int maxAttachments) {
        this.maxAttachments = maxAttachments;
    }

    /** The packet, or null where attachments are still to come. */
    @Nullable
    Packet text(String text) throws MalformedException {
        if (incomplete != null) {
            throw new MalformedException("text where an attachment was expected");
        }
        Packet packet = PacketCodec.decode(text);
        if (!packet.type().isBinary()) {
            return packet;
        }
        if (packet.attachments() > maxAttachments) {
            throw new MalformedException("too many attachments");
        }
        incomplete = packet;
        return null;
    }

    /** The packet that this attachment completes, or null where more are to come. */
    @Nullable
    Packet binary(Buffer data) throws MalformedException {
        Packet packet = incomplete;
        if (packet == null) {
            throw new MalformedException("attachment without a packet");
        }
        buffers.add(data);
        return buffers.size() < packet.attachments() ? null : complete(packet);
    }

    void clear() {
        incomplete = null;
        buffers.clear();
    }

    private Packet complete(Packet packet) throws MalformedException {
        try {
            Object data = packet.data() instanceof JsonArray args ? Attachments.attach(args, buffers) : packet.data();
            return new Packet(packet.type(), packet.attachments(), packet.namespace(), packet.id(), data);
        } finally {
            clear();
        }
    }
}
