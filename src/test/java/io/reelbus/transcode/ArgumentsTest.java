package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final String FENCE = "-nostdin -protocol_whitelist file -max_pixels 37390336 -format_whitelist ";
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,gif,wav,mp3,flac,aac,h264,hevc,ivf";

    @Test
    void theProbeIsHardened() {
        assertEquals(
                "-hide_banner -loglevel info " + FENCE + CONTAINERS + " -i file:/media/in",
                String.join(" ", Arguments.probe(Path.of("/media/in"), "", Arguments.MOST_PIXELS)));
    }

    @Test
    void aPictureThatStandsIsReadByItsOwnDemuxerAlone() {
        assertEquals(
                FENCE + "png_pipe -noautorotate -f png_pipe -i file:/media/in",
                String.join(" ", Arguments.input(Path.of("/media/in"), "png_pipe", Arguments.MOST_PIXELS)));
    }

    @Test
    void asManyPixelsAsAreAllowedAreDecodedAndNotMuchMore() {
        assertEquals("2398336", mostPixels(1920 * 1080));
        assertEquals("37390336", mostPixels(Arguments.MOST_PIXELS));
        List<String> ofMade = Arguments.input(Path.of("/made/video.mp4"));
        assertEquals("37390336", ofMade.get(ofMade.indexOf("-max_pixels") + 1));
    }

    private static String mostPixels(long allowed) {
        List<String> arguments = Arguments.input(Path.of("/media/in"), "mov", allowed);
        return arguments.get(arguments.indexOf("-max_pixels") + 1);
    }

    @Test
    void anUploadsNameIsNeverTakenForAProtocol() {
        assertEquals("file:/media/concat:a|b", Arguments.url(Path.of("/media/concat:a|b")));
    }
}
