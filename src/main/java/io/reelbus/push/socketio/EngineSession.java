package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO session as its client may drive it: polling, WebSocket, and the move from one to the other. It decides;
 * {@link Poll} and {@link Wire} do. Only its {@link Owner} may call it.
 */
final class EngineSession implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
    private static final String NOOP = String.valueOf(EnginePacketType.NOOP.digit());
    private static final String CLOSE = String.valueOf(EnginePacketType.CLOSE.digit());

    private enum State {
        OPEN,
        /** Nothing more is taken; what waits still goes out, then the transport closes. */
        FLUSHING,
        CLOSED
    }

    private final String sid;
    private final SocketIoOptions options;
    private final Owner owner;
    private final Runnable onClosed;
    private final Heartbeat heartbeat;
    private final SendQueue queue;
    private final EngineListener listener;

    private State state = State.OPEN;
    private String flushReason = Reason.FORCED_CLOSE;
    /** Somebody was told to wait, and is owed a word when there is room again. */
    private boolean owesDrain;
    /** The transport once it is a WebSocket; until then the client polls. */
    private @Nullable Wire wire;

    private @Nullable Poll poll;
    private @Nullable Probe probe;

    /** The protocol above is made from the link it will use, and {@code onClosed} runs after it was told of the end. */
    EngineSession(
            String sid, SocketIoOptions options, Owner owner, Function<Link, EngineListener> above, Runnable onClosed) {
        this.sid = sid;
        this.options = options;
        this.owner = owner;
        this.onClosed = onClosed;
        this.queue = new SendQueue(options.maxQueue());
        this.heartbeat = new Heartbeat(
                owner,
                options,
                () -> transmit(Outbound.text(EnginePacketType.PING, "")),
                () -> close(Reason.PING_TIMEOUT));
        this.listener = above.apply(this);
    }

    /** Answers the handshake of a client that will poll. */
    void openPolling(Poll handshake) {
        heartbeat.start();
        handshake.answer(Handshake.packet(sid, options, List.of("websocket")));
    }

    /** Answers the handshake of a client that begins with a WebSocket. */
    void openWebSocket(Wire wire) {
        this.wire = wire;
        heartbeat.start();
        wire.text(Handshake.packet(sid, options, List.of()));
    }

    /** Takes a GET: it is answered at once where there is something to say, else it waits. */
    void poll(Poll next) {
        EngineError error = refusal();
        if (error != null) {
            next.refuse(error);
        } else if (poll != null) {
            next.refuse(EngineError.BAD_REQUEST);
            close(Reason.TRANSPORT_ERROR);
        } else {
            poll = next;
            flush();
            releasePollWhileProbing();
            drained();
        }
    }

    /** The client gave up its GET; what was meant for it may be lost, so the session is. */
    void pollAborted(Poll aborted) {
        if (poll == aborted) {
            poll = null;
            close(Reason.TRANSPORT_ERROR);
        }
    }

    /** Takes the body of a POST; returns why it is refused, or null where it is not. */
    @Nullable
    EngineError post(String body) {
        EngineError error = refusal();
        if (error != null) {
            return error;
        }
        try {
            for (var payload = new Payload(body); payload.hasNext() && state != State.CLOSED; ) {
                receive(payload.next());
            }
            return null;
        } catch (MalformedException e) {
            close(Reason.PARSE_ERROR);
            return EngineError.BAD_REQUEST;
        }
    }

    private @Nullable EngineError refusal() {
        if (state == State.CLOSED) {
            return EngineError.UNKNOWN_SID;
        }
        return wire == null ? null : EngineError.BAD_REQUEST;
    }

    /** Takes a WebSocket that names this session: a polling client wants to move there. */
    void probe(Wire candidate) {
        if (state == State.CLOSED || wire != null || probe != null) {
            candidate.close(CloseCode.NORMAL, "not this session's");
            return;
        }
        probe = new Probe(candidate, owner.after(options.upgradeTimeout(), () -> endProbe("upgrade timeout")));
    }

    private void probed(Probe current, EnginePacket.Text packet) {
        if (packet.type() == EnginePacketType.PING && packet.data().equals("probe")) {
            current.answer();
            releasePollWhileProbing();
        } else if (packet.type() == EnginePacketType.UPGRADE && current.isAnswered()) {
            releasePollWhileProbing();
            wire = current.succeed();
            probe = null;
            flush();
            drained();
        } else {
            endProbe("not a probe");
        }
    }

    /** A client moves only when no poll of its is pending. */
    private void releasePollWhileProbing() {
        if (probe != null && probe.isAnswered()) {
            answerPoll(NOOP);
        }
    }

    private void endProbe(String reason) {
        if (probe != null) {
            probe.fail(reason);
            probe = null;
        }
    }

    /** Takes a text message of a WebSocket. */
    void text(Wire from, String text) {
        if (state == State.CLOSED) {
            // A closing WebSocket still delivers what was on its way.
            return;
        }
        if (isTooLong(text)) {
            fault(from, Reason.TOO_BIG);
            return;
        }
        try {
            EnginePacket.Text packet = EngineCodec.decodeText(text);
            if (probe != null && probe.isOn(from)) {
                probed(probe, packet);
            } else if (wire == from) {
                receive(packet);
            }
        } catch (MalformedException e) {
            fault(from, Reason.PARSE_ERROR);
        }
    }

    /** Takes a binary message of a WebSocket. */
    void binary(Wire from, Buffer data) {
        if (data.length() > options.maxPayload()) {
            fault(from, Reason.TOO_BIG);
        } else if (wire == from) {
            receive(new EnginePacket.Binary(data));
        } else {
            fault(from, Reason.PARSE_ERROR);
        }
    }

    private boolean isTooLong(String text) {
        return text.length() > options.maxPayload() / 3 && Utf8.length(text) > options.maxPayload();
    }

    /** A client's fault ends the session on its transport, but on a probe only the probe. */
    private void fault(Wire from, String reason) {
        if (probe != null && probe.isOn(from)) {
            endProbe(reason);
        } else if (wire == from) {
            close(reason);
        }
    }

    /** A WebSocket is gone. The client of one that was only probing goes on polling. */
    void wireClosed(Wire closed, String reason) {
        fault(closed, reason);
    }

    void wireDrained(Wire drained) {
        if (wire != drained) {
            return;
        }
        try {
            flush();
            drained();
        } catch (RuntimeException | Error e) {
            // What was taken from the queue is lost, so the client must come back for it.
            LOG.error("What waited could not be sent; the session ends", e);
            close(Reason.FORCED_CLOSE);
        }
    }

    private void receive(EnginePacket packet) {
        if (packet instanceof EnginePacket.Binary binary) {
            if (state == State.OPEN) {
                listener.onBinary(binary.data());
            }
        } else if (packet instanceof EnginePacket.Text text) {
            receiveText(text);
        }
    }

    private void receiveText(EnginePacket.Text packet) {
        switch (packet.type()) {
            case MESSAGE -> {
                if (state == State.OPEN) {
                    listener.onText(packet.data());
                }
            }
            case PONG -> heartbeat.pong();
            // Only the server pings: a client that does speaks an older protocol.
            case PING -> close(Reason.TRANSPORT_ERROR);
            case CLOSE -> finish(Reason.TRANSPORT_CLOSE, NOOP);
            case OPEN, UPGRADE, NOOP -> {}
        }
    }

    @Override
    public void send(Outbound packet) {
        if (state == State.OPEN) {
            transmit(packet);
        }
    }

    private void transmit(Outbound packet) {
        if (wire != null && queue.isEmpty() && !wire.isFull()) {
            packet.writeTo(wire);
        } else if (queue.offer(packet)) {
            flush();
        } else {
            LOG.debug("A client reads too little; its session ends: maxQueue={}", options.maxQueue());
            // Whoever sends must not be called back meanwhile, and nothing may go out behind the packet that is lost.
            state = State.FLUSHING;
            flushReason = Reason.TOO_SLOW;
            queue.clear();
            owner.later(() -> close(Reason.TOO_SLOW));
        }
    }

    private void flush() {
        if (wire != null) {
            for (Outbound next; !wire.isFull() && (next = queue.poll()) != null; ) {
                next.writeTo(wire);
            }
        } else if (poll != null && !queue.isEmpty()) {
            String payload = queue.pollPayload(options.maxPayload());
            boolean last = state == State.FLUSHING && queue.isEmpty();
            answerPoll(last ? payload + EngineCodec.SEPARATOR + CLOSE : payload);
        }
        if (state == State.FLUSHING && queue.isEmpty()) {
            close(flushReason);
        }
    }

    private void answerPoll(String payload) {
        if (poll != null) {
            Poll answered = poll;
            poll = null;
            answered.answer(payload);
        }
    }

    @Override
    public boolean isFull() {
        boolean full = hasNoRoom();
        owesDrain |= full;
        return full;
    }

    private boolean hasNoRoom() {
        if (state != State.OPEN) {
            return true;
        }
        // Between two polls something always waits: a client that polls at once is not slow for that.
        return wire == null ? queue.isMuch() : !queue.isEmpty() || wire.isFull();
    }

    private void drained() {
        if (owesDrain && !hasNoRoom()) {
            owesDrain = false;
            listener.onDrain();
        }
    }

    @Override
    public void close(String reason) {
        finish(reason, CLOSE);
    }

    @Override
    public void closeAfterFlush(String reason) {
        if (state == State.OPEN) {
            state = State.FLUSHING;
            flushReason = reason;
            flush();
        }
    }

    private void finish(String reason, String pollAnswer) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        heartbeat.stop();
        queue.clear();
        answerPoll(pollAnswer);
        endProbe(reason);
        if (wire != null) {
            wire.close(CloseCode.of(reason), reason);
        }
        listener.onClose(reason);
        onClosed.run();
    }
}
