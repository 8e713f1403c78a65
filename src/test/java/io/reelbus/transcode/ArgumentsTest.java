package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final String FENCE = "-nostdin -protocol_whitelist file -max_pixels 33177600 -format_whitelist ";
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,gif,wav,mp3,flac,aac,h264,hevc,ivf";

    @Test
    void theProbeIsHardened() {
        assertEquals(
                "-hide_banner -loglevel info " + FENCE + CONTAINERS + " -i file:/media/in",
                String.join(" ", Arguments.probe(Path.of("/media/in"), "")));
    }

    @Test
    void aPictureThatStandsIsReadByItsOwnDemuxerAlone() {
        assertEquals(
                FENCE + "png_pipe -f png_pipe -i file:/media/in",
                String.join(" ", Arguments.input(Path.of("/media/in"), "png_pipe")));
    }

    @Test
    void anUploadsNameIsNeverTakenForAProtocol() {
        assertEquals("file:/media/concat:a|b", Arguments.url(Path.of("/media/concat:a|b")));
    }
}
