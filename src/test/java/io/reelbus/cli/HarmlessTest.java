package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class HarmlessTest {
    /** Clears a terminal, both ways to say so; ends a line; turns the direction; is not seen at all. */
    private static final String HOSTILE = "a\u001b[2J\u009b2J\u007f\r\n\u2028\u202eb" + Character.toString(0xe0001);

    @Test
    void whatATerminalWouldObeyIsAQuestionMark() {
        assertEquals("a?[2J?2J?????b?", Harmless.line(HOSTILE));
        assertEquals("Grüße, \ud83c\udfa5 und 日本語", Harmless.line("Grüße, \ud83c\udfa5 und 日本語"));
    }

    @Test
    void jsonSaysTheSameInEscapes() throws Exception {
        String said = Target.JSON.createObjectNode().put("said", HOSTILE + "ü").toString();
        String harmless = Harmless.json(said);
        assertFalse(harmless.codePoints().anyMatch(each -> Character.isISOControl(each) || each == 0x202e), harmless);
        JsonNode read = Target.JSON.readTree(harmless);
        assertEquals(HOSTILE + "ü", read.path("said").asText());
    }
}
