package io.reelbus.cli;

import java.io.PrintStream;

/**
 * Where progress is shown: on a terminal in one line that changes, elsewhere in lines. The launcher says which it is, for
 * Java cannot tell whether its output alone is a terminal.
 */
final class Screen {
    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 40;
    /** What stands beside the bar: brackets, the percentage, gaps. */
    private static final int BESIDE = 14;

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private String shown = "";

    Screen(PrintStream out, boolean terminal, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
    }

    static Screen ofProcess() {
        return new Screen(
                System.out,
                Boolean.getBoolean("reelbus.terminal"),
                Math.max(20, Integer.getInteger("reelbus.columns", 80)));
    }

    /** Shows how far it is, in place of what was shown before. */
    void progress(double percent, String message) {
        if (terminal) {
            overwrite(bar(percent, message, columns));
            return;
        }
        String line = Table.percent(Math.floor(percent)) + "  " + message;
        if (!line.equals(shown)) {
            shown = line;
            out.println(line);
        }
    }

    /** A line that stays; what was in progress before it stays too. */
    void line(String text) {
        endProgress();
        out.println(Harmless.line(text));
    }

    /** Leaves the cursor at the beginning of a line. */
    void endProgress() {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
        shown = "";
    }

    private void overwrite(String line) {
        if (!line.equals(shown)) {
            shown = line;
            out.print("\r" + line + "\u001b[K");
            out.flush();
        }
    }

    /** For instance {@code [####------]  42.0 %  Transcoding...}, never longer than a line of the terminal. */
    static String bar(double percent, String message, int columns) {
        double share = Math.max(0, Math.min(100, percent)) / 100;
        int width = Math.max(MIN_BAR, Math.min(MAX_BAR, columns / 2 - BESIDE));
        int full = (int) Math.floor(share * width);
        String text = "[" + "#".repeat(full) + "-".repeat(width - full) + "] " + " ".repeat(share == 1 ? 0 : 1)
                + (percent < 10 ? " " : "") + Table.percent(share * 100) + "  " + Harmless.line(message);
        // One less: a line that fills the last column moves the cursor on some terminals.
        return text.length() < columns ? text : text.substring(0, columns - 1);
    }
}
