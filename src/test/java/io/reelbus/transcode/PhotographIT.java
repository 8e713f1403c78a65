package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.OddClips;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Photographs of phones, by the ffmpeg of the system, which turns them itself, and by the bundled one, which does not. */
@ExtendWith(VertxExtension.class)
class PhotographIT {
    /** The corners of what is to be seen, line by line, for each number of EXIF; stored is the first. */
    private static final List<String> CORNERS = List.of("rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb");

    private static final List<Integer> TURNS = List.of(0, 0, 180, 180, 90, 90, 270, 270);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void howeverTheCameraWasHeldThePictureStandsUpright(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (int number = 1; number <= 8; number++) {
            ByteOrder order = number % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            Path jpeg = folder.resolve("held-" + number + ".jpg");
            assertUpright(number, make(vertx, binary, Photographs.oriented(OddClips.corners(), number, order, jpeg)));
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aPngThatSaysSoIsTurnedToo(FfmpegBinary binary, Vertx vertx) throws Exception {
        for (int number = 1; number <= 8; number++) {
            ByteOrder order = number % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            Path png = folder.resolve("held-" + number + ".png");
            boolean behind = number % 3 == 0;
            assertUpright(
                    number,
                    make(vertx, binary, Photographs.orientedPng(OddClips.cornersPng(), number, order, behind, png)));
        }
    }

    private static void assertUpright(int number, Outputs outputs) throws Exception {
        Size size = number < 5 ? new Size(96, 64) : new Size(64, 96);
        MediaInfo.Video source = outputs.source().video().orElseThrow();
        assertEquals(size, source.size(), "as shown, of " + number);
        assertEquals(TURNS.get(number - 1), source.rotation(), "the turn of " + number);
        BufferedImage image = ImageIO.read(outputs.files().get(0).path().toFile());
        assertEquals(size, new Size(image.getWidth(), image.getHeight()), "as made, of " + number);
        assertEquals(CORNERS.get(number - 1), corners(image), "the corners of " + number);
    }

    private Outputs make(Vertx vertx, FfmpegBinary binary, Path photograph) throws Exception {
        return new Transcoder(vertx, TranscodeConfig.DEFAULTS, binary)
                .start(TestProfiles.web(), photograph, Files.createTempDirectory(folder, "attempt"), tick -> {})
                .outputs()
                .await(30, SECONDS);
    }

    private static String corners(BufferedImage image) {
        int right = image.getWidth() * 3 / 4;
        int bottom = image.getHeight() * 3 / 4;
        int left = image.getWidth() / 4;
        int top = image.getHeight() / 4;
        return Stream.of(
                        image.getRGB(left, top),
                        image.getRGB(right, top),
                        image.getRGB(left, bottom),
                        image.getRGB(right, bottom))
                .map(PhotographIT::colour)
                .reduce("", String::concat);
    }

    private static String colour(int rgb) {
        boolean red = (rgb >> 16 & 0xff) > 127;
        boolean green = (rgb >> 8 & 0xff) > 127;
        boolean blue = (rgb & 0xff) > 127;
        return red && green && blue ? "w" : red ? "r" : green ? "g" : blue ? "b" : "?";
    }
}
