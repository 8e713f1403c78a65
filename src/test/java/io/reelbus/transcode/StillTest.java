package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static Optional<String> of(String hex) {
        return Still.format(HexFormat.of().parseHex(hex));
    }
}
