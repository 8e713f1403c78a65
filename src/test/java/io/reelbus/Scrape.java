package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} says, read as strictly as the text format of Prometheus (version 0.0.4) is written. */
final class Scrape {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|summary|histogram|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*),?\\})? (\\S+)");
    private static final Pattern LABELS = Pattern.compile(LABEL);
    private static final Pattern SUFFIX = Pattern.compile("_(sum|count|bucket)$");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();

    static Scrape of(Reachable node) throws Exception {
        HttpResponse<byte[]> answer = Web.get(node, "/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", Web.header(answer, "content-type"));
        String text = new String(answer.body());
        assertTrue(text.endsWith("\n"));
        Scrape scrape = new Scrape();
        text.lines().forEach(scrape::line);
        return scrape;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            assertNull(helps.put(help.group(1), help.group(2)), line);
        } else if (type.matches()) {
            assertNull(types.put(type.group(1), type.group(2)), line);
        } else {
            assertTrue(sample.matches(), line);
            sample(line, sample);
        }
    }

    private void sample(String line, Matcher sample) {
        String name = sample.group(1);
        String family = types.containsKey(name) ? name : SUFFIX.matcher(name).replaceFirst("");
        assertNotNull(types.get(family), "a sample of no family: " + line);
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABELS.matcher(String.valueOf(sample.group(2)));
        while (label.find()) {
            assertNull(labels.put(label.group(1), label.group(2)), line);
        }
        assertNotNull(labels.remove("node"), "a sample of no node: " + line);
        String value = sample.group(sample.groupCount());
        assertNull(samples.put(key(name, labels), Double.valueOf(value.replace("Inf", "Infinity"))), line);
    }

    private static String key(String name, Map<String, String> labels) {
        return labels.isEmpty() ? name : name + labels;
    }

    /** The one sample of this name and, if it has any beside {@code node}, these labels: {@code name{a=b, c=d}}. */
    double value(String key) {
        assertTrue(samples.containsKey(key), () -> key + " is not among " + samples.keySet());
        return samples.get(key);
    }

    /** All samples of this name together. */
    double sum(String name) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    boolean has(String key) {
        return samples.containsKey(key);
    }

    /** The families whose names begin so. */
    Set<String> families(String prefix) {
        Set<String> families = new TreeSet<>(types.keySet());
        families.removeIf(each -> !each.startsWith(prefix));
        return families;
    }

    String type(String family) {
        return types.get(family);
    }

    boolean isDescribed(String family) {
        return helps.containsKey(family);
    }
}
