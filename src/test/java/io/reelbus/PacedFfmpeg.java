package io.reelbus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The ffmpeg of {@link Clips}, which reads the source of a transcode no faster than it plays. Work that something is
 * to happen in the middle of takes as long on every machine, and leaves its cores to those who watch.
 */
public final class PacedFfmpeg {
    private static final Path SCRIPT = made();

    private PacedFfmpeg() {}

    /** For {@code REELBUS_TRANSCODE_FFMPEG}. */
    public static String path() {
        return SCRIPT.toString();
    }

    /** Only a transcode that reports its progress is paced: probes and pictures are over as soon as ever. */
    private static Path made() {
        String ffmpeg = Clips.ffmpeg().path().toString();
        String script = """
                #!/bin/sh
                case " $* " in *" -progress "*) exec '%1$s' -re "$@" ;; esac
                exec '%1$s' "$@"
                """.formatted(ffmpeg);
        try {
            Path folder = Files.createDirectories(Path.of("target", "ffmpeg").toAbsolutePath());
            Path fresh = Files.createTempFile(
                    folder,
                    "paced",
                    ".sh",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(fresh, script);
            fresh.toFile().deleteOnExit();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
