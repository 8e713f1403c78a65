package io.reelbus.store;

import java.util.regex.Pattern;

/** The folders of attempts below that of their video: each is called by the fence of its attempt. */
final class Attempts {
    private static final Pattern FENCE = Pattern.compile("\\d{1,18}");

    private Attempts() {}

    /**
     * Whether a folder of this name is that of an attempt of this fence or an earlier one. There may be some that are called
     * by the number of their attempt, as they once were: small numbers, of attempts that are over.
     */
    static boolean isUpTo(long fence, String name) {
        return FENCE.matcher(name).matches() && Long.parseLong(name) <= fence;
    }
}
