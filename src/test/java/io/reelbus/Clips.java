package io.reelbus;

import io.reelbus.transcode.FfmpegBinary;
import io.reelbus.transcode.FfmpegLocator;
import io.reelbus.transcode.TranscodeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Clips for tests, made by ffmpeg when first asked for and kept below {@code target/clips}. */
public final class Clips {
    private static final Path FOLDER = Path.of("target", "clips").toAbsolutePath();
    private static final String X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    private Clips() {}

    /** The ffmpeg that makes the clips; the same that Reelbus uses. */
    public static FfmpegBinary ffmpeg() {
        return Lazy.FFMPEG;
    }

    private static final class Lazy {
        static final FfmpegBinary FFMPEG = FfmpegLocator.find(TranscodeConfig.DEFAULTS, Path.of("target", "ffmpeg"));
    }

    /** 30 s of 1920x1080 at 30 fps with sound: MP4, H.264 and AAC, its index in front. */
    public static Path fullHd() {
        return made(
                "full-hd.mp4",
                pictures("1920x1080", 30, 30) + sound(30) + X264 + " -g 60 -c:a aac -movflags +faststart");
    }

    /** 10 s of it. */
    public static Path shortFullHd() {
        return made(
                "short-full-hd.mp4",
                pictures("1920x1080", 30, 10) + sound(10) + X264 + " -g 60 -c:a aac -movflags +faststart");
    }

    /** 3 s of 640x360 at 30 fps with sound: the quick one. */
    public static Path small() {
        return made("small.mp4", pictures("640x360", 30, 3) + sound(3) + X264 + " -c:a aac -movflags +faststart");
    }

    /** The same as MPEG-TS. */
    public static Path mpegTs() {
        return made("small.ts", "-i", small(), "-c copy");
    }

    /** The same as WebM, VP8 and Opus. */
    public static Path webm() {
        return made("small.webm", "-i", small(), "-c:v libvpx -b:v 400k -deadline realtime -cpu-used 8 -c:a libopus");
    }

    /** The same as browsers record it: WebM that does not say how long it is. */
    public static Path webmWithoutDuration() {
        return made("live.webm", "-i", webm(), "-c copy -live 1");
    }

    /** 5 s of 640x360, of which each frame takes many bytes, in a Matroska that does not say how long it is. */
    public static Path longWithoutDuration() {
        return made("long-live.mkv", pictures("640x360", 30, 5) + sound(5) + X264 + " -g 30 -c:a aac -live 1");
    }

    /** MOV of 640x360 whose display matrix has players turn it by 90 degrees clockwise: 360x640. */
    public static Path rotated() {
        return made("rotated.mov", "-i", small(), "-c copy -metadata:s:v:0 rotate=270");
    }

    /** 720x576 with pixels 64:45, so that it is shown as 1024x576: MPEG-2 program stream. */
    public static Path anamorphic() {
        return made("anamorphic.mpg", pictures("720x576", 25, 2) + "-vf setsar=64/45 -c:v mpeg2video -b:v 2M");
    }

    /** 2 s of 853x481. */
    public static Path oddSized() {
        return made("odd.mkv", pictures("853x481", 25, 2) + "-vf scale=853:481,setsar=1,format=rgb24 -c:v ffv1");
    }

    /** 2 s of 320x240 without sound. */
    public static Path silent() {
        return made("silent.mp4", pictures("320x240", 25, 2) + X264);
    }

    /** 2 s of sound with a cover picture and no video. */
    public static Path audioOnly() {
        return made(
                "audio.mp3",
                sound(2) + pictures("300x300", 1, 1)
                        + "-map 0 -map 1 -c:a libmp3lame -c:v png -disposition:v:0 attached_pic");
    }

    /** A text that is called a video. */
    public static Path text() {
        return text("text.mp4", "This is not a video.\n".repeat(100));
    }

    /** 30 s whose index is in front and which ends after 40 % of its bytes. */
    public static Path truncated() {
        return cut("truncated.mp4", longSmall(), 0.4);
    }

    /** An MP4 whose index, at its end, is cut off. */
    public static Path withoutIndex() {
        Path whole = made("index-last.mp4", "-i", small(), "-c copy");
        return cut("without-index.mp4", whole, 0.5);
    }

    /** 30 s of 320x180, quick to transcode. */
    public static Path longSmall() {
        return made(
                "long-small.mp4", pictures("320x180", 25, 30) + sound(30) + X264 + " -c:a aac -movflags +faststart");
    }

    /** 6 s of 320x180 with sound, for {@link PacedFfmpeg}: its work is under way for so long, and costs next to nothing. */
    public static Path sixSeconds() {
        return paced(6);
    }

    /** 10 s of it, for clients that are to lose their connections and come back in the meantime. */
    public static Path tenSeconds() {
        return paced(10);
    }

    /** 20 s of it, for those who also start programs meanwhile. */
    public static Path twentySeconds() {
        return paced(20);
    }

    private static Path paced(int seconds) {
        return made(
                "paced-" + seconds + ".mp4",
                pictures("320x180", 25, seconds) + sound(seconds) + X264 + " -g 25 -c:a aac -movflags +faststart");
    }

    static String pictures(String size, int rate, int seconds) {
        return "-f lavfi -i testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds + " ";
    }

    static String sound(int seconds) {
        return "-f lavfi -i sine=f=440:r=48000:d=" + seconds + " ";
    }

    static Path made(String name, Object... arguments) {
        Path clip = FOLDER.resolve(name);
        if (Files.exists(clip)) {
            return clip;
        }
        List<String> command = new ArrayList<>(List.of(ffmpeg().path().toString(), "-nostdin", "-v", "error", "-y"));
        for (Object argument : arguments) {
            command.addAll(
                    argument instanceof Path
                            ? List.of(argument.toString())
                            : Arrays.asList(argument.toString().split(" ")));
        }
        try {
            Files.createDirectories(FOLDER);
            // Several JVMs may make the same clip at once: each makes its own, the last one stays.
            Path fresh = Files.createTempDirectory(FOLDER, "making").resolve(name);
            command.add(fresh.toString());
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("GCONV_PATH", "/nonexistent");
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("the clip " + name + " could not be made");
            }
            Files.move(fresh, clip, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(fresh.getParent());
            return clip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path cut(String name, Path whole, double share) {
        try {
            byte[] bytes = Files.readAllBytes(whole);
            return written(name, Arrays.copyOf(bytes, (int) (bytes.length * share)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file behind the other, byte by byte. */
    static Path joined(String name, Path first, Path second) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Files.copy(first, bytes);
            Files.copy(second, bytes);
            return written(name, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path text(String name, String text) {
        return written(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path written(String name, byte[] bytes) {
        try {
            Files.createDirectories(FOLDER);
            Path fresh = Files.createTempFile(FOLDER, "making", name);
            Files.write(fresh, bytes);
            return Files.move(fresh, FOLDER.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
