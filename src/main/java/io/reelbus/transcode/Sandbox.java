package io.reelbus.transcode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between ffmpeg and the machine: a session of its own, death with its parent, and the kernel's limits.
 * Each tool replaces itself by the next, so that the pid of the first is ffmpeg's. A tool that a system lacks is left
 * out: there the limits on time are all that holds.
 */
record Sandbox(boolean setsid, boolean deathSignal, boolean prlimit) {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int CPU_GRACE = 10;

    /** The sandbox of this machine; tried out (which blocks, about 50 ms) when first asked for. */
    static Sandbox ofThisMachine() {
        return Here.SANDBOX;
    }

    private static final class Here {
        static final Sandbox SANDBOX = detect();
    }

    private static Sandbox detect() {
        return new Sandbox(
                works("setsid", "true"),
                works("setpriv", "--pdeathsig", "KILL", "--", "true"),
                works("prlimit", "--core=0", "--", "true"));
    }

    /** What does not hold for lack of a tool, by the tool's name; for operators. */
    Map<String, String> lacking() {
        Map<String, String> lacking = new LinkedHashMap<>();
        if (!setsid) {
            lacking.put("setsid", "ffmpeg hears the signals that are sent to the session of this process");
        }
        if (!deathSignal) {
            lacking.put("setpriv", "an ffmpeg goes on when this process is killed");
        }
        if (!prlimit) {
            lacking.put(
                    "prlimit",
                    "the memory of ffmpeg is not bounded, nor is the size of a file that it writes when this process is killed");
        }
        return lacking;
    }

    /** One line for each tool that is missing. */
    void warn() {
        lacking()
                .forEach((tool, what) ->
                        LOG.warn("ffmpeg is not fenced in as it should be without={} so=\"{}\"", tool, what));
    }

    /** The command that runs the binary with these arguments within these limits. */
    List<String> command(Path binary, List<String> arguments, Limits limits) {
        List<String> command = new ArrayList<>();
        if (setsid) {
            command.add("setsid");
        }
        if (deathSignal) {
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        }
        if (prlimit) {
            command.addAll(List.of(
                    "prlimit",
                    "--core=0",
                    "--nofile=256",
                    "--as=" + limits.memoryBytes(),
                    // For when nobody of ours is there to watch. The soft limit has ffmpeg end as if it were done.
                    "--cpu=" + (limits.cpuSeconds() + CPU_GRACE) + ":" + (limits.cpuSeconds() + 2 * CPU_GRACE),
                    "--fsize=" + limits.outputBytes(),
                    "--"));
        }
        command.add(binary.toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** A process builder whose child gets nothing of ours but these arguments: no input, and of the environment what programs are found by. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Secrets in our environment are none of ffmpeg's business, and some of its variables make it write files.
        builder.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"));
        // The bundled static binary crashes on MPEG-TS when glibc finds the system's character set modules.
        builder.environment().put("GCONV_PATH", "/nonexistent");
        return builder.redirectInput(
                ProcessBuilder.Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")));
    }

    private static boolean works(String... command) {
        try {
            Process process = builder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
