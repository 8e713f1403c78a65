package io.reelbus.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events, as far as nodes use them, from a stream of bytes. */
final class ServerEvents implements AutoCloseable {
    private final InputStream bytes;
    private final BufferedReader lines;
    private final boolean nothing;
    private volatile long heardAt = System.nanoTime();

    ServerEvents(InputStream bytes) {
        this(bytes, false);
    }

    private ServerEvents(InputStream bytes, boolean nothing) {
        this.bytes = bytes;
        this.nothing = nothing;
        this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** Those of a node that has said that nothing follows. */
    static ServerEvents ofNothing() {
        return new ServerEvents(InputStream.nullInputStream(), true);
    }

    /** Whether nothing follows, now and later; a stream without events may also be one that was broken off. */
    boolean isNothing() {
        return nothing;
    }

    /** One event; the id is empty where it has none. */
    record Event(String name, String id, String data) {}

    /** The next event; empty at the end of the stream. An event that is cut off by the end is none. */
    Optional<Event> next() throws IOException {
        String name = "message";
        String id = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heardAt = System.nanoTime();
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    return Optional.of(new Event(name, id, data.toString()));
                }
                name = "message";
                id = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(data.length() > 0 ? "\n" : "").append(value);
                default -> {
                    // A comment, or what only browsers heed.
                }
            }
        }
        return Optional.empty();
    }

    /** When something came the last time, also a comment; a time of {@link System#nanoTime}. From any thread. */
    long heardAt() {
        return heardAt;
    }

    /** From any thread. */
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
