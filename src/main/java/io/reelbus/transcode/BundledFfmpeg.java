package io.reelbus.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import ws.schild.jave.process.ffmpeg.DefaultFFMPEGLocator;

/** Unpacks the ffmpeg that jave brings; jave itself would unpack to a temp path that others can guess and write. */
final class BundledFfmpeg {
    private BundledFfmpeg() {}

    /**
     * The unpacked binary in this folder. One of the right name and size is used as it is: it is moved there whole.
     *
     * @throws IOException when it cannot be written, or nothing is bundled for this kind of machine
     */
    static Path unpack(Path folder) throws IOException {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        URL url = DefaultFFMPEGLocator.class.getResource("/ws/schild/jave/nativebin/" + resource);
        if (url == null) {
            throw new NoSuchFileException("there is none for this kind of machine (" + resource + ")");
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream bytes = connection.getInputStream()) {
            long size = connection.getContentLengthLong();
            Path target = folder.toAbsolutePath().resolve("ffmpeg-" + size);
            if (Files.isExecutable(target) && Files.size(target) == size) {
                return target;
            }
            Files.createDirectories(target.getParent());
            Path fresh = Files.createTempFile(target.getParent(), "ffmpeg-", ".part");
            try {
                Files.copy(bytes, fresh, StandardCopyOption.REPLACE_EXISTING);
                if (!fresh.toFile().setExecutable(true, false)) {
                    throw new IOException("its folder allows no executable files");
                }
                return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** jave's name for the binary of this system. */
    static String resource(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT);
        return "ffmpeg-" + arch + (system.contains("windows") ? ".exe" : system.contains("mac") ? "-osx" : "");
    }
}
