package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegLocatorTest {
    private static final Set<String> H264 = Set.of("libx264");

    @TempDir
    Path data;

    @Test
    void aConfiguredPathThatIsNoFfmpegIsNamed() {
        TranscodeConfig config = new TranscodeConfig(data.resolve("nothing").toString(), "", 0, 60, 60, 30, 0, 1);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> FfmpegLocator.find(config, data));
        assertTrue(refused.getMessage().startsWith("transcode.ffmpeg is not a usable ffmpeg"), refused.getMessage());
        TranscodeConfig other = new TranscodeConfig("/bin/true", "", 0, 60, 60, 30, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> FfmpegLocator.find(other, data));
    }

    @Test
    void theConfiguredOneComesBeforeThatOnThePathAndThatBeforeTheBundledOne() throws Exception {
        Path configured = BundledFfmpeg.unpack(data);
        FfmpegBinary found = FfmpegLocator.find(config(configured), data);
        assertEquals(configured, found.path());
        assertFalse(found.bundled());
        assertTrue(found.hasEncoder("libx264") && found.hasFilter("zscale"), found.toString());
        assertEquals(Binaries.system(), FfmpegLocator.find(TranscodeConfig.DEFAULTS, data));
        assertTrue(Binaries.bundled().bundled());
        assertEquals(
                List.of("libx264", "libx265", "aac"),
                Binaries.bundled().usedEncoders().subList(0, 3));
    }

    @Test
    void oneThatNeverStopsTalkingIsNone() throws Exception {
        Path script = Files.writeString(data.resolve("ffmpeg"), "#!/bin/sh\nexec yes 'ffmpeg version 7.1'\n");
        assertTrue(script.toFile().setExecutable(true));
        assertThrows(IllegalArgumentException.class, () -> FfmpegLocator.find(config(script), data));
    }

    private static TranscodeConfig config(Path ffmpeg) {
        return new TranscodeConfig(ffmpeg.toString(), "", 0, 60, 60, 30, 0, 1);
    }

    @Test
    void whatFfmpegSaysOfItselfDecides() {
        assertEquals(Optional.of("4.4.1-static"), version("ffmpeg version 4.4.1-static https://x/ Copyright", H264));
        assertEquals(Optional.of("n7.1"), version("ffmpeg version n7.1 Copyright", H264));
        assertEquals(Optional.of("N-117-gabc"), version("ffmpeg version N-117-gabc Copyright", H264));
        assertEquals(Optional.empty(), version("ffmpeg version 4.3.6-0+deb11u1 Copyright", H264));
        assertEquals(Optional.empty(), version("ffmpeg version 6.1 Copyright", Set.of("mpeg4")));
        assertEquals(Optional.empty(), version("avconv version 12", H264));
    }

    @Test
    void theNamesOfWhatItWasBuiltWithAreRead() {
        assertEquals(Set.of("libx264", "aac"), Abilities.names("""
                        Encoders:
                         V..... = Video
                         A..... = Audio
                         ------
                         V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
                         A....D aac                  AAC (Advanced Audio Coding)
                        """));
        assertEquals(Set.of("bwdif", "tonemap"), Abilities.names("""
                        Filters:
                          T.. = Timeline support
                          A = Audio input/output
                         TS. bwdif             V->V       Deinterlace the input image.
                         .S. tonemap           V->V       Conversion to/from different dynamic ranges.
                        """));
    }

    /** It has no word on commands any more. */
    @Test
    void theFiltersOfRelease8AreReadToo() {
        assertEquals(Set.of("zscale", "tonemap", "anullsrc"), Abilities.names("""
                        Filters:
                          T. = Timeline support
                          .S = Slice threading
                          A = Audio input/output
                         TS zscale            V->V       Apply resizing, colorspace and bit depth conversion.
                         .S tonemap           V->V       Conversion to/from different dynamic ranges.
                         .. anullsrc          |->A       Null audio source, return empty audio frames.
                        """));
    }

    @Test
    void theNamesOfFormatsAreReadAsOldAndNewReleasesListThem() {
        String old = """
                File formats:
                 D. = Demuxing supported
                 .E = Muxing supported
                 --
                 D  matroska,webm   Matroska / WebM
                 DE hls             Apple HTTP Live Streaming
                  E mp4             MP4 (MPEG-4 Part 14)
                """;
        assertEquals(Set.of("hls", "mp4"), Abilities.muxers(old));
        assertEquals(Set.of("matroska", "webm", "hls"), Abilities.demuxers(old));
        String recent = """
                Formats:
                 D.. = Demuxing supported
                 .E. = Muxing supported
                 ..d = Is a device
                 ---
                 D   matroska,webm   Matroska / WebM
                 DE  hls             Apple HTTP Live Streaming
                  E  mp4             MP4 (MPEG-4 Part 14)
                 D d lavfi           Libavfilter virtual input device
                """;
        assertEquals(Set.of("hls", "mp4"), Abilities.muxers(recent));
        assertEquals(Set.of("matroska", "webm", "hls", "lavfi"), Abilities.demuxers(recent));
    }

    @Test
    void bothKindsServeAllProfilesThatComeWithReelbus() {
        for (FfmpegBinary binary : List.of(Binaries.system(), Binaries.bundled())) {
            for (Offer offer : Offer.of(TestProfiles.ALL, binary, EncoderTrials.NONE)) {
                assertEquals(List.of(), offer.missing(), offer.profile().name() + " by " + binary.version());
            }
        }
    }

    @Test
    void theBundledOneIsUnpackedOnceAndAgainWhenItIsNotWhole() throws Exception {
        Path first = BundledFfmpeg.unpack(data);
        assertTrue(Files.isExecutable(first));
        long size = Files.size(first);
        FileTime unpacked = Files.getLastModifiedTime(first);
        assertEquals(first, BundledFfmpeg.unpack(data));
        assertEquals(unpacked, Files.getLastModifiedTime(first));

        Files.write(first, new byte[10]);
        assertEquals(first, BundledFfmpeg.unpack(data));
        assertEquals(size, Files.size(first));
        try (var files = Files.list(data)) {
            assertEquals(List.of(first), files.toList());
        }
    }

    @Test
    void javesNamesAreFollowed() {
        assertEquals("ffmpeg-amd64", BundledFfmpeg.resource("Linux", "amd64"));
        assertEquals("ffmpeg-aarch64-osx", BundledFfmpeg.resource("Mac OS X", "aarch64"));
        assertEquals("ffmpeg-amd64.exe", BundledFfmpeg.resource("Windows 11", "amd64"));
        assertFalse(BundledFfmpeg.resource("Linux", "amd64").contains("/"));
    }

    private static Optional<String> version(String said, Set<String> encoders) {
        return Examination.describe(Path.of("/x"), said, false, new Abilities(encoders, Set.of(), Set.of(), Set.of()))
                .map(FfmpegBinary::version);
    }
}
