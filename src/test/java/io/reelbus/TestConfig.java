package io.reelbus;

import io.reelbus.http.HttpConfig;
import io.reelbus.push.PushConfig;
import java.util.Map;

/** Parts of a node's configuration as it is by default, for tests of those parts alone. */
public final class TestConfig {
    private TestConfig() {}

    /** {@code settings} are environment variables over the defaults, for instance REELBUS_PUSH_WAIT_SECONDS. */
    public static PushConfig push(Map<String, String> settings) {
        return ConfigLoader.load(null, settings).push();
    }

    /** {@code settings} are environment variables over the defaults, for instance PORT. */
    public static HttpConfig http(Map<String, String> settings) {
        return ConfigLoader.load(null, settings).http();
    }
}
