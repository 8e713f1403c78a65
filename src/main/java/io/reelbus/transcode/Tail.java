package io.reelbus.transcode;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.List;

/** The last lines of what a process said: 256 Ki characters at most, however long it talks and its lines are. */
final class Tail {
    private static final int MOST_CHARS = 256 * 1024;
    private static final int LONGEST_LINE = 2_000;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private int chars;

    /** Reads to the end. Blocks. */
    Tail drain(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[4096];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    add(line);
                } else if (line.length() < LONGEST_LINE) {
                    line.append(buffer[i]);
                }
            }
        }
        add(line);
        return this;
    }

    private void add(StringBuilder line) {
        if (line.length() == 0) {
            return;
        }
        lines.add(line.toString());
        chars += line.length();
        line.setLength(0);
        while (chars > MOST_CHARS) {
            chars -= lines.remove().length();
        }
    }

    /** The lines that are left, oldest first, none empty. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
