package io.reelbus.transcode.hls;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Languages as media files write them, as the web does, and as people call them. */
public final class Languages {
    /** The codes of ISO 639-2 that libraries use, where they are others than those that stand in ISO 639-3. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"));

    private static final Map<String, String> SHORT = new HashMap<>(BIBLIOGRAPHIC);

    static {
        Arrays.stream(Locale.getISOLanguages())
                .map(Locale::forLanguageTag)
                .forEach(language -> SHORT.put(language.getISO3Language(), language.toLanguageTag()));
    }

    private Languages() {}

    /**
     * The BCP 47 tag of a language code of two or three letters, or of a tag, in any case: {@code de} for {@code ger}
     * and {@code deu}. Empty of what names no language: no code, {@code und}, {@code mul}, {@code mis}, {@code zxx}.
     */
    public static Optional<String> tag(String code) {
        Locale locale = Locale.forLanguageTag(code.strip().replace('_', '-'));
        String language = locale.getLanguage();
        if (language.isEmpty() || !language.matches("[a-z]{2,3}") || language.matches("und|mul|mis|zxx|q[a-t][a-z]")) {
            return Optional.empty();
        }
        Locale.Builder built = new Locale.Builder().setLanguage(SHORT.getOrDefault(language, language));
        return Optional.of(built.setScript(locale.getScript())
                .setRegion(locale.getCountry())
                .build()
                .toLanguageTag());
    }

    /** What a language is called in that language, for instance {@code Deutsch} for {@code de}; the tag if unknown. */
    public static String name(String tag) {
        Locale language = Locale.forLanguageTag(tag);
        String name = language.getDisplayName(language);
        return name.isEmpty() ? tag : name.substring(0, 1).toUpperCase(language) + name.substring(1);
    }
}
