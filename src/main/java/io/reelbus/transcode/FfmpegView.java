package io.reelbus.transcode;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What operators are shown of the ffmpeg of a worker, and of what fences it in. */
public final class FfmpegView {
    private FfmpegView() {}

    /** A warning for each bound that does not hold on this machine. */
    public static void warn() {
        Sandbox.ofThisMachine().warn();
    }

    /**
     * {@code {version, bundled, encoders, filters, sandbox, limits}}: encoders and filters are those that Reelbus uses,
     * the sandbox has for each of its tools whether it holds, the limits are those of a run of ffmpeg; without its tool
     * one on memory is not kept, and is null.
     */
    public static JsonObject of(FfmpegBinary binary, TranscodeConfig config) {
        Sandbox sandbox = Sandbox.ofThisMachine();
        return new JsonObject()
                .put("version", binary.version())
                .put("bundled", binary.bundled())
                .put("encoders", new JsonArray(binary.usedEncoders()))
                .put("filters", new JsonArray(binary.usedFilters()))
                .put("sandbox", of(sandbox))
                .put("limits", of(config.transcodeLimits(), sandbox));
    }

    private static JsonObject of(Sandbox sandbox) {
        return new JsonObject()
                .put("setsid", sandbox.setsid())
                .put("setpriv", sandbox.deathSignal())
                .put("prlimit", sandbox.prlimit());
    }

    static JsonObject of(Limits limits, Sandbox sandbox) {
        return new JsonObject()
                .put("memoryBytes", sandbox.prlimit() ? limits.memoryBytes() : null)
                .put("cpuSeconds", limits.cpuSeconds())
                .put("wallSeconds", limits.wallMillis() / 1000)
                .put("outputBytes", limits.outputBytes());
    }
}
