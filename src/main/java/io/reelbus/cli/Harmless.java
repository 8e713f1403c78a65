package io.reelbus.cli;

import java.util.function.IntFunction;

/**
 * Text as it may reach a terminal. What files are called, and so what ffmpeg says of them, is up to their senders: nothing
 * in it may move a cursor, change colours or turn the direction of what is read.
 */
final class Harmless {
    private Harmless() {}

    /** The text with a question mark for each character that is not shown but obeyed; it is one line. */
    static String line(String text) {
        return replaced(text, obeyed -> "?");
    }

    /** JSON that says the same, with escapes for such characters, which JSON has inside of its strings alone. */
    static String json(String json) {
        return replaced(json, obeyed -> {
            StringBuilder escapes = new StringBuilder();
            for (char unit : Character.toChars(obeyed)) {
                escapes.append(String.format("\\u%04x", (int) unit));
            }
            return escapes.toString();
        });
    }

    private static String replaced(String text, IntFunction<String> replacement) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints()
                .forEach(each -> harmless.append(isObeyed(each) ? replacement.apply(each) : Character.toString(each)));
        return harmless.toString();
    }

    private static boolean isObeyed(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
