package io.reelbus.transcode.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {
    private static final String TEXT = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:6
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="video-360p.mp4",BYTERANGE="826@0"
            #EXTINF:6.000000,
            #EXT-X-BYTERANGE:6000@826
            video-360p.mp4
            #EXTINF:6.000000,
            #EXT-X-BYTERANGE:3000@6826
            video-360p.mp4
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:4000@9826
            video-360p.mp4
            #EXT-X-ENDLIST
            """;

    private static MediaPlaylist of(int target, Segment... segments) {
        return new MediaPlaylist(7, target, true, Optional.empty(), List.of(segments));
    }

    private static Segment segment(double seconds, long bytes) {
        return new Segment(seconds, "a.mp4", 0, bytes);
    }

    @Test
    void whatFfmpegWritesIsRead() {
        MediaPlaylist playlist = MediaPlaylist.parse(TEXT);
        assertEquals(
                new MediaPlaylist(
                        7,
                        6,
                        true,
                        Optional.of(new Segment(0, "video-360p.mp4", 0, 826)),
                        List.of(
                                new Segment(6, "video-360p.mp4", 826, 6000),
                                new Segment(6, "video-360p.mp4", 6826, 3000),
                                new Segment(2, "video-360p.mp4", 9826, 4000))),
                playlist);
        assertEquals(14, playlist.seconds());
        assertEquals(List.of(), playlist.faults(13_826));
        assertEquals(playlist, MediaPlaylist.parse(TEXT.replace("\n", "\r\n")));
        assertEquals(playlist, MediaPlaylist.parse(TEXT.replace("@6826", "").replace("@9826", "")));
    }

    @Test
    void theAverageIsOfAllBytesOverAllSeconds() {
        assertEquals((13_000 * 8 + 13) / 14, MediaPlaylist.parse(TEXT).averageBitsPerSecond());
        assertEquals(0, of(6).averageBitsPerSecond());
    }

    /** The last two together are 8 s of 7000 bytes, the last alone is too short to count: the first is the peak. */
    @Test
    void thePeakIsOfRunsAboutAsLongAsTheTarget() {
        assertEquals(8000, MediaPlaylist.parse(TEXT).peakBitsPerSecond());
        assertEquals(8 * 900, of(6, segment(3, 2700), segment(6, 60)).peakBitsPerSecond(), "3 s is half of it");
        assertEquals(
                8 * 500,
                of(4, segment(1, 100), segment(1, 900), segment(1, 100)).peakBitsPerSecond(),
                "no single second, but two together");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.2, 100, 4000", "0, 0.2, 100, 4000", "6, 0, 100, 0"})
    void whatIsShorterThanAnyRunHasItsAverageAsItsPeak(int target, double seconds, long bytes, long rate) {
        assertEquals(rate, of(target, segment(seconds, bytes)).peakBitsPerSecond());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VERSION:7|VERSION:6|version 6 has no byte ranges of fragmented MP4",
                "#EXT-X-ENDLIST|# no end|it does not end",
                "EXTINF:6.000000|EXTINF:6.500000|a segment of 6.5 s exceeds the target of 6 s",
                "3000@6826|3000@6827|a segment begins at 6827 and not at 6826",
                "4000@9826|4001@9826|its segments end at 13827 and the file at 13826",
                "@9826\\nvideo-360p|@9826\\nvideo-180p|a segment is in video-180p.mp4 and not in video-360p.mp4",
                "#EXT-X-MAP|#EXT-X-NO-MAP|nothing says how to decode it"
            })
    void aFaultIsSeen(String good, String bad, String fault) {
        String text = TEXT.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
        List<String> faults = MediaPlaylist.parse(text).faults(13_826);
        assertTrue(faults.contains(fault), faults::toString);
    }

    @Test
    void aPlaylistWithoutSegmentsIsFaulty() {
        assertTrue(of(6).faults(0).contains("it has no segments"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "#EXTM3U\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:-1\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:99999999999\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:nan,\n#EXT-X-BYTERANGE:1@0\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:999999,\n#EXT-X-BYTERANGE:1@0\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n#EXT-X-BYTERANGE:1@-4\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n#EXT-X-BYTERANGE:99999999999999999999@0\na.mp4\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MAP:URI=\"a.mp4\"\n"
            })
    void anotherTextIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> MediaPlaylist.parse(text));
    }

    @Test
    void subtitlesAreOneSegmentOfTheWholeVideo() {
        assertEquals("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:15
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXTINF:14.300000,
                subtitles-1.vtt
                #EXT-X-ENDLIST
                """, SubtitlePlaylist.text("subtitles-1.vtt", 14.3));
        assertThrows(IllegalArgumentException.class, () -> SubtitlePlaylist.text("a.vtt", 0));
        assertThrows(IllegalArgumentException.class, () -> SubtitlePlaylist.text("a\n.vtt", 1));
    }
}
