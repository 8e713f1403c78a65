package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StillTest {
    @Test
    void picturesAreToldByTheirFirstBytes() {
        assertEquals(Optional.of("png_pipe"), of("89504e470d0a1a0a"));
        assertEquals(Optional.of("jpeg_pipe"), of("ffd8ffe000104a46"));
    }

    @Test
    void whatIsTooShortOrAnythingElseIsNone() {
        assertEquals(Optional.empty(), of("89504e47"));
        assertEquals(Optional.empty(), of(""));
        assertEquals(Optional.empty(), Still.format("GIF89a".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void picturesInBoxesAreToldFromVideosInBoxes() {
        for (String brand : new String[] {"heic", "heix", "mif1", "avif"}) {
            assertTrue(isHeif("\0\0\0\030ftyp" + brand), brand);
        }
        for (String other : new String[] {"\0\0\0\030ftypisom", "\0\0\0\030ftyp", "ftyp", "", "heicheicheic"}) {
            assertFalse(isHeif(other), other);
        }
    }

    private static boolean isHeif(String begin) {
        return Still.isHeif(begin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> of(String hex) {
        return Still.format(HexFormat.of().parseHex(hex));
    }
}
