package io.reelbus.store;

import java.util.regex.Pattern;

/** The folders of attempts below that of their video: each is called by the fence of its attempt. */
final class Attempts {
    private static final Pattern FENCE = Pattern.compile("\\d{1,18}");

    private Attempts() {}

    /**
     * Whether a folder of this name is that of an attempt of this fence or an earlier one. A folder may
     * still be called by the number of its attempt, as they all once were: a small number, of an attempt that is over.
     */
    static boolean isUpTo(long fence, String name) {
        return FENCE.matcher(name).matches() && Long.parseLong(name) <= fence;
    }
}
