package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainFormTest {
    private final PlainForm form = new PlainForm(3, Optional.of("hls"));

    private static MultiMap fields() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    private Failure failure(MultiMap fields, String file) {
        return assertThrows(FailureException.class, () -> form.wishes(fields, file))
                .failure();
    }

    @Test
    void theFirstFileInTheFieldThatCountsIsTaken() {
        assertTrue(form.takes("file", true));
        assertFalse(form.takes("file", false));
        assertFalse(form.takes("video", true));
    }

    @Test
    void aFieldWinsOverTheQuery() {
        assertEquals(new Wishes(3, Optional.of("hls"), true), form.wishes(fields(), "file"));
        assertEquals(
                new Wishes(9, Optional.of("audio"), false),
                form.wishes(fields().add("priority", "9").add("profile", "audio"), "file"));
    }

    @Test
    void whatTheQueryNamesIsChosenBeforeTheFormAndWhatAFieldNamesIsNot() {
        assertTrue(form.wishes(fields().add("profile", "hls"), "file").admitted());
        assertFalse(form.wishes(fields().add("profile", ""), "file").admitted());
        PlainForm ofTheDefault = new PlainForm(3, Optional.of(""));
        assertTrue(ofTheDefault.wishes(fields(), "file").admitted());
        assertTrue(ofTheDefault.wishes(fields().add("profile", "web"), "file").admitted());
        assertFalse(new PlainForm(3, Optional.empty()).wishes(fields(), "file").admitted());
    }

    @Test
    void aPriorityThatIsNoneIsRefused() {
        assertEquals(Failure.BAD_REQUEST, failure(fields().add("priority", "high"), "file"));
    }

    @Test
    void aFormWithoutAFileIsRefused() {
        assertEquals(Failure.FILE_MISSING, failure(fields(), null));
    }
}
