package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OfferTest {
    @Test
    void whatAnFfmpegLacksForAProfileIsSaid() {
        assertEquals(List.of(), missing("archive", "libx264", "libx265", "aac"));
        assertEquals(List.of("the encoder libsvtav1 or libx265"), missing("archive", "libx264", "aac"));
        assertEquals(List.of("the encoder aac"), missing("audio", "libx264"));
        assertEquals(List.of("the encoder libx264", "the encoder aac"), missing("hls"));
    }

    @Test
    void aProbeNeedsNothing() {
        assertEquals(List.of(), missing("probe"));
    }

    private static List<String> missing(String profile, String... encoders) {
        FfmpegBinary binary = new FfmpegBinary(Path.of("/x"), "6.1", false, new Abilities(Set.of(encoders), Set.of()));
        return Offer.of(TestProfiles.ALL, binary).stream()
                .collect(Collectors.toMap(offer -> offer.profile().name(), Offer::missing))
                .getOrDefault(profile, List.of("no such profile"));
    }
}
