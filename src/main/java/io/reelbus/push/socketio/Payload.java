package io.reelbus.push.socketio;

/** The packets of one POST, read one at a time: a payload may hold half a million, and the first may end it all. */
final class Payload {
    private final String text;
    private int next;

    Payload(String text) {
        this.text = text;
    }

    boolean hasNext() {
        return next <= text.length();
    }

    EnginePacket next() throws MalformedException {
        int end = text.indexOf(EngineCodec.SEPARATOR, next);
        String packet = text.substring(next, end < 0 ? text.length() : end);
        next = end < 0 ? text.length() + 1 : end + 1;
        return EngineCodec.decodePolled(packet);
    }
}
