package io.reelbus.cli;

/** What keeps a command from its work, as one line for the person who gave it. */
final class Trouble extends RuntimeException {
    Trouble(String line) {
        super(line);
    }
}
