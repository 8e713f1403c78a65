package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The rims of the state machines, which write down what they were told. */
final class Recorded {
    private Recorded() {}

    static final class APoll implements Poll {
        final List<String> answers = new ArrayList<>();

        @Override
        public void answer(String payload) {
            answers.add(payload);
        }

        @Override
        public void refuse(EngineError error) {
            answers.add(error.name());
        }
    }

    static final class AWire implements Wire {
        final List<Object> sent = new ArrayList<>();
        final List<String> closed = new ArrayList<>();
        boolean full;

        @Override
        public void text(String packet) {
            sent.add(packet);
        }

        @Override
        public void binary(Buffer data) {
            sent.add(data);
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(short code, String reason) {
            closed.add(code + " " + reason);
        }
    }

    static final class AListener implements EngineListener {
        final List<Object> messages = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        int drains;

        @Override
        public void onText(String text) {
            messages.add(text);
        }

        @Override
        public void onBinary(Buffer data) {
            messages.add(data);
        }

        @Override
        public void onDrain() {
            drains++;
        }

        @Override
        public void onClose(String reason) {
            reasons.add(reason);
        }
    }

    static final class ALink implements Link {
        final List<Object> sent = new ArrayList<>();
        final List<String> closed = new ArrayList<>();
        final List<String> flushed = new ArrayList<>();
        boolean full;

        @Override
        public void send(Outbound packet) {
            sent.add(packet.binary() == null ? packet.text() : packet.binary());
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
        }

        @Override
        public void closeAfterFlush(String reason) {
            flushed.add(reason);
        }
    }
}
