package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Warnings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxTest {
    @Test
    void theSandboxIsAChainThatEndsInFfmpeg() {
        Path binary = Path.of("/opt/ffmpeg");
        Limits limits = new Limits(1000, 0, 4096, 60, 1024, 3600);
        assertEquals(
                List.of(
                        "setsid",
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        "prlimit",
                        "--core=0",
                        "--nofile=256",
                        "--as=4096",
                        "--cpu=70:80",
                        "--fsize=1024",
                        "--",
                        "/opt/ffmpeg",
                        "-version"),
                new Sandbox(true, true, true).command(binary, List.of("-version"), limits));
        assertEquals(
                List.of("/opt/ffmpeg", "-version"),
                new Sandbox(false, false, false).command(binary, List.of("-version"), limits));
    }

    @Test
    void eachToolThatIsMissingIsWarnedOfWithWhatDoesNotHold() {
        try (Warnings warnings = new Warnings()) {
            warnings.listen();
            new Sandbox(true, true, true).warn();
            assertEquals(List.of(), warnings.heard());
            new Sandbox(true, false, false).warn();
            List<String> heard = warnings.heard();
            assertEquals(2, heard.size(), heard.toString());
            assertTrue(heard.get(0).contains("setpriv") && heard.get(0).contains("goes on when"), heard.get(0));
            assertTrue(heard.get(1).contains("prlimit") && heard.get(1).contains("memory"), heard.get(1));
        }
        assertEquals(Set.of("setsid"), new Sandbox(false, true, true).lacking().keySet());
    }

    @Test
    void aBoundOnMemoryThatIsNotKeptIsNotShown() {
        Limits limits = new Limits(7_200_000, 0, 4096, 60, 1024, 3600);
        JsonObject kept = new JsonObject()
                .put("memoryBytes", 4096L)
                .put("cpuSeconds", 60L)
                .put("wallSeconds", 7200L)
                .put("outputBytes", 1024L);
        assertEquals(kept, FfmpegView.of(limits, new Sandbox(true, true, true)));
        assertEquals(kept.putNull("memoryBytes"), FfmpegView.of(limits, new Sandbox(true, true, false)));
    }
}
