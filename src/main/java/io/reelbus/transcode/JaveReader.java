package io.reelbus.transcode;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ws.schild.jave.EncoderException;
import ws.schild.jave.MultimediaObject;
import ws.schild.jave.info.MultimediaInfo;
import ws.schild.jave.process.ProcessLocator;
import ws.schild.jave.process.ProcessWrapper;

/**
 * Lets jave read what ffmpeg said of a file. jave would run ffmpeg itself, unsupervised and without limits; it is
 * handed instead, as the process it asks for, the words of a run that is already over.
 */
final class JaveReader {
    private JaveReader() {}

    /** What jave makes of it; empty where it finds no media. A number that is too much for it costs only the details. */
    static Optional<MultimediaInfo> read(Path source, List<String> said) {
        MultimediaObject media = new MultimediaObject(source.toFile(), new PastRun(String.join("\n", said)));
        try {
            return Optional.of(media.getInfo());
        } catch (EncoderException unreadable) {
            return Optional.empty();
        } catch (RuntimeException tooOdd) {
            return Optional.of(new MultimediaInfo().setFormat("unknown").setDuration(-1));
        }
    }

    /** Where jave looks for ffmpeg. */
    private record PastRun(String said) implements ProcessLocator {
        @Override
        public String getExecutablePath() {
            return "ffmpeg";
        }

        @Override
        public ProcessWrapper createExecutor() {
            return new PastProcess(said);
        }
    }

    /** A process that has said what it had to say. */
    private static final class PastProcess extends ProcessWrapper {
        private final InputStream said;

        PastProcess(String said) {
            super("ffmpeg");
            this.said = new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void execute() {}

        @Override
        public void execute(boolean destroyOnRuntimeShutdown, boolean openIoStreams) {}

        @Override
        public InputStream getErrorStream() {
            return said;
        }

        @Override
        public void destroy() {}

        @Override
        public void close() {}
    }
}
