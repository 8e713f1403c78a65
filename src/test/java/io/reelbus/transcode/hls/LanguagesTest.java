package io.reelbus.transcode.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    @ParameterizedTest
    @CsvSource({
        "eng, en",
        "ENG, en",
        "en, en",
        "ger, de",
        "deu, de",
        "fre, fr",
        "fra, fr",
        "jpn, ja",
        "chi, zh",
        "zho, zh",
        "heb, he",
        "ind, id",
        "cze, cs",
        "rum, ro",
        "yue, yue",
        "fil, fil",
        "en-US, en-US",
        "pt_BR, pt-BR",
        "zh-Hant, zh-Hant",
        "deu-AT, de-AT",
        "' eng ', en"
    })
    void aLanguageHasItsShortestTag(String code, String tag) {
        assertEquals(Optional.of(tag), Languages.tag(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "und", "mul", "mis", "zxx", "qaa", "english", "e", "!", "\"", "12", "x-private"})
    void whatNamesNoLanguageHasNone(String code) {
        assertEquals(Optional.empty(), Languages.tag(code));
    }

    /** Of all the short codes there are. */
    @Test
    void bothKindsOfCodesLeadToTheSameTag() {
        for (String code : Locale.getISOLanguages()) {
            String tag = Languages.tag(code).orElseThrow();
            assertEquals(
                    tag,
                    Languages.tag(Locale.forLanguageTag(code).getISO3Language()).orElseThrow(),
                    code);
        }
    }

    @ParameterizedTest
    @CsvSource({"en, English", "de, Deutsch", "fr, Français", "ja, 日本語"})
    void aLanguageIsCalledAsThoseWhoSpeakItCallIt(String tag, String name) {
        assertEquals(name, Languages.name(tag));
    }
}
