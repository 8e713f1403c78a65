package io.reelbus.cli;

/** What keeps a command from its work, as one line for the person who gave it. */
final class Trouble extends RuntimeException {
    private final boolean ofNode;

    Trouble(String line) {
        this(line, false);
    }

    private Trouble(String line, boolean ofNode) {
        super(line);
        this.ofNode = ofNode;
    }

    /** What a node says itself. */
    static Trouble ofNode(String line) {
        return new Trouble(line, true);
    }

    boolean isOfNode() {
        return ofNode;
    }
}
