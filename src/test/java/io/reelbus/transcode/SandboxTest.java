package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
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
}
