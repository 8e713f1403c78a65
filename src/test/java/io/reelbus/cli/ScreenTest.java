package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(bytes), terminal, 60);
    }

    @Test
    void aBarGrowsFromEmptyToFull() {
        assertEquals("[----------------]   0.0 %  Started", Screen.bar(0, "Started", 60));
        assertEquals("[#######---------]  44.9 %  Working", Screen.bar(44.99, "Working", 60));
        assertEquals("[###############-]  99.9 %  Working", Screen.bar(99.99, "Working", 60));
        assertEquals("[################] 100.0 %  Completed", Screen.bar(100, "Completed", 60));
        assertEquals("[################] 100.0 %  Odd", Screen.bar(1e9, "Odd", 60));
    }

    @Test
    void aBarNeverFillsTheLineOfATerminal() {
        for (int columns = 20; columns < 200; columns++) {
            assertTrue(Screen.bar(50, "m".repeat(300), columns).length() < columns);
        }
    }

    @Test
    void onATerminalOneLineChangesAndStaysAtTheEnd() {
        Screen screen = screen(true);
        screen.progress(1, "a");
        screen.progress(1, "a");
        screen.progress(2, "a");
        screen.line("Completed");
        String first = Screen.bar(1, "a", 60);
        String second = Screen.bar(2, "a", 60);
        assertEquals(
                "\r" + first + "\u001b[K\r" + second + "\u001b[K" + System.lineSeparator() + "Completed"
                        + System.lineSeparator(),
                bytes.toString());
    }

    @Test
    void elsewhereEachWholePercentIsALine() {
        Screen screen = screen(false);
        screen.progress(1.1, "a");
        screen.progress(1.9, "a");
        screen.progress(2.0, "a");
        screen.progress(2.0, "b");
        screen.line("Completed");
        assertEquals(
                String.join(System.lineSeparator(), "1.0 %  a", "2.0 %  a", "2.0 %  b", "Completed", ""),
                bytes.toString());
    }
}
