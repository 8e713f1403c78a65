package io.reelbus.transcode.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import io.reelbus.Web;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ffmpeg makes of our filters is what our texts say. */
class PicturesIT {
    @TempDir
    Path folder;

    /** What it printed; each space of {@code arguments} ends one. */
    private static List<String> ffmpeg(String arguments, Path target) throws Exception {
        List<String> command = new ArrayList<>(List.of(Clips.ffmpeg().path().toString(), "-nostdin", "-v", "info"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        command.add("file:" + target);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GCONV_PATH", "/nonexistent");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed.lines().toList();
    }

    private Path video(String source, double seconds) throws Exception {
        Path video = folder.resolve("video.mp4");
        var nothing = ffmpeg(
                "-f lavfi -i " + source + " -t " + seconds
                        + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -f mp4",
                video);
        return video;
    }

    @ParameterizedTest
    @CsvSource({"20, 1, 2", "20, 2, 1", "7.32, 1, 1", "9.96, 1, 1", "0.2, 1, 1", "0.04, 0.01, 1", "61.28, 5, 2"})
    void thereAreAsManySheetsAsTheTextNames(double seconds, double least, int sheets) throws Exception {
        Path video = video("testsrc2=s=160x90:r=25", seconds);
        Storyboard storyboard = Storyboard.of(64, 36, 5, 2, seconds, least, 100);
        for (String faster : List.of("", "-skip_frame nokey ")) {
            Path target = Files.createTempDirectory(folder, "sheets");
            var nothing = ffmpeg(
                    faster + "-i " + video + " -map 0:v:0 -vf " + storyboard.filter()
                            + " -pix_fmt yuvj420p -q:v 5 -f image2",
                    target.resolve("storyboard-%d.jpg"));
            List<String> made = Web.names(target);
            assertEquals(sheets, made.size(), faster);
            assertEquals(sheets, storyboard.sheets());
            for (String name : made) {
                assertTrue(storyboard.text().contains("\n" + name + "#xywh=0,0,64,36\n"), name);
            }
        }
    }

    private static Map<Double, Luma> frames(Path video, double seconds) throws Exception {
        Map<Double, Luma> frames = new HashMap<>();
        for (double place : PosterChoice.PLACES) {
            List<String> printed = ffmpeg(
                    String.format(Locale.ROOT, "-ss %.3f -i ", place * seconds) + video + " -map 0:v:0 -vf "
                            + PosterChoice.filter(List.of("format=yuv420p"))
                            + " -frames:v 1 -pix_fmt yuvj420p -q:v 3 -f mjpeg -y",
                    video.resolveSibling("poster.jpg"));
            Luma.parse(printed).ifPresent(luma -> frames.put(place, luma));
        }
        return frames;
    }

    @Test
    void theFirstFrameThatIsNotBlackIsThePoster() throws Exception {
        // Black until 4 s of 10, then gray, then a picture from 6 s on.
        Path video = video(
                "testsrc2=s=160x90:r=25,drawbox=t=fill:c=black:enable='lt(t,4)',"
                        + "drawbox=t=fill:c=gray:enable='between(t,4,6)'",
                10);
        Map<Double, Luma> frames = frames(video, 10);
        assertEquals(PosterChoice.PLACES.size(), frames.size());
        for (double place : List.of(0.0, 0.1, 0.3, 0.5)) {
            assertFalse(frames.get(place).isGood(), () -> "at " + place + ": " + frames.get(place));
        }
        assertEquals(Optional.of(0.7), PosterChoice.best(frames));
    }

    @Test
    void aVideoOfOneFrameHasAPosterFromItsBeginning() throws Exception {
        Map<Double, Luma> frames = frames(video("testsrc2=s=160x90:r=25", 0.04), 0.04);
        assertTrue(frames.containsKey(0.0), frames::toString);
        assertTrue(frames.get(0.0).isGood());
    }
}
