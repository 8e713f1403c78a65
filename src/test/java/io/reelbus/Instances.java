package io.reelbus;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many objects of each class this JVM holds on to. What is kept for each of many things shows in it with its name,
 * whatever else the heap does: bytes in use swing by megabytes for reasons that no test is about.
 */
final class Instances {
    /** As in {@code   12:   4711   123456  io.reelbus.push.Room (reelbus@1)}: rank, objects, bytes, class. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

    private final Map<String, Long> counts;

    private Instances(Map<String, Long> counts) {
        this.counts = counts;
    }

    /** Those that are reachable: a collection of the whole heap comes before the counting. */
    static Instances now() {
        String histogram;
        try {
            histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not tell its objects", e);
        }
        Map<String, Long> counts = new HashMap<>();
        for (String line : histogram.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                counts.merge(matcher.group(2), Long.parseLong(matcher.group(1)), Long::sum);
            }
        }
        if (counts.getOrDefault("java.lang.String", 0L) == 0) {
            throw new IllegalStateException("not a histogram of classes: " + histogram);
        }
        return new Instances(counts);
    }

    /** The classes of which there are at least so many more objects than there were, with how many more. */
    Map<String, Long> grownBy(long least, Instances since) {
        Map<String, Long> grown = new TreeMap<>();
        counts.forEach((type, count) -> {
            long more = count - since.counts.getOrDefault(type, 0L);
            if (more >= least) {
                grown.put(type, more);
            }
        });
        return grown;
    }
}
