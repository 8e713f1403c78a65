package io.reelbus.transcode.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterPlaylistTest {
    private static Variant variant(int height, long peak) {
        return new Variant(
                "video-" + height + "p.m3u8",
                peak,
                peak / 2,
                height * 16 / 9,
                height,
                OptionalDouble.of(30_000 / 1001.0),
                "avc1.64001f");
    }

    private static AudioTrack audio(int number, String language, String title, boolean byDefault) {
        return new AudioTrack(
                "audio-" + number + ".m3u8",
                100_000 + number,
                90_000 + number,
                2,
                "mp4a.40.2",
                Optional.of(language).filter(text -> !text.isEmpty()),
                Optional.of(title).filter(text -> !text.isEmpty()),
                byDefault);
    }

    @Test
    void theWholeTextNamesWhatThereIs() {
        assertEquals(
                """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",URI="audio-1.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio-2.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Français",LANGUAGE="fr",DEFAULT=NO,AUTOSELECT=YES,URI="subtitles-1.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1900002,AVERAGE-BANDWIDTH=990002,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=853x480,FRAME-RATE=29.970,AUDIO="audio",SUBTITLES="subtitles",CLOSED-CAPTIONS=NONE
                video-480p.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=5100002,AVERAGE-BANDWIDTH=2590002,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1920x1080,FRAME-RATE=29.970,AUDIO="audio",SUBTITLES="subtitles",CLOSED-CAPTIONS=NONE
                video-1080p.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=900002,AVERAGE-BANDWIDTH=490002,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO="audio",SUBTITLES="subtitles",CLOSED-CAPTIONS=NONE
                video-360p.m3u8
                """,
                new MasterPlaylist(
                                List.of(variant(1080, 5_000_000), variant(360, 800_000), variant(480, 1_800_000)),
                                List.of(audio(1, "de", "", false), audio(2, "en", "", true)),
                                List.of(new SubtitleTrack("subtitles-1.m3u8", Optional.of("fr"), Optional.empty())))
                        .text());
    }

    @ParameterizedTest
    @CsvSource({"5000000, 3000000, 3000000", "5000000, 2500000, 2500000", "2000000, 900000, 2000000"})
    void thePlayerBeginsWithTheBestThatPlaysAtOnceOnMostLines(long one, long other, long first) {
        List<Variant> variants = List.of(variant(1080, one), variant(720, other));
        assertEquals(
                first,
                new MasterPlaylist(variants, List.of(), List.of())
                        .variants()
                        .get(0)
                        .peak());
    }

    @Test
    void aPictureWithoutSoundHasNoGroup() {
        String text = new MasterPlaylist(List.of(variant(360, 800_000)), List.of(), List.of()).text();
        assertTrue(text.contains("BANDWIDTH=800000,AVERAGE-BANDWIDTH=400000,CODECS=\"avc1.64001f\","), text);
        assertFalse(text.contains("AUDIO"), text);
        assertFalse(text.contains("SUBTITLES"), text);
    }

    @Test
    void soundAloneIsItsOwnVariant() {
        assertEquals("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=100001,AVERAGE-BANDWIDTH=90001,CODECS="mp4a.40.2",CLOSED-CAPTIONS=NONE
                audio-1.m3u8
                """, new MasterPlaylist(List.of(), List.of(audio(1, "", "", false)), List.of()).text());
    }

    /** Of a rendition without a URI the media are in the stream itself. */
    @Test
    void ofSeveralSoundsAloneTheMainOneIsTheStream() {
        String text = new MasterPlaylist(
                        List.of(), List.of(audio(1, "en", "", false), audio(2, "de", "", true)), List.of())
                .text();
        assertTrue(text.contains("NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\"\n"), text);
        assertTrue(text.contains("CHANNELS=\"2\",URI=\"audio-1.m3u8\"\n"), text);
        assertTrue(text.endsWith("AUDIO=\"audio\",CLOSED-CAPTIONS=NONE\naudio-2.m3u8\n"), text);
    }

    @Test
    void noTwoTracksHaveTheSameNameAndOnlyOneOfALanguageIsChosenByItself() {
        List<AudioTrack> tracks = List.of(
                audio(1, "en", "", false), audio(2, "en", "", true), audio(3, "", "", false), audio(4, "", "", true));
        List<String> tags = new MasterPlaylist(List.of(variant(360, 800_000)), tracks, List.of())
                .text()
                .lines()
                .filter(line -> line.startsWith("#EXT-X-MEDIA"))
                .map(line -> line.replaceAll(".*NAME=(\"[^\"]+\").*DEFAULT=(\\w+),AUTOSELECT=(\\w+).*", "$1 $2 $3"))
                .toList();
        assertEquals(
                List.of("\"English\" NO NO", "\"English 2\" YES YES", "\"Audio\" NO YES", "\"Audio 2\" NO NO"), tags);
    }

    @Test
    void aTitleThatSomebodyGaveCannotLeaveItsString() {
        String title = "Kommentar\",URI=\"http://evil.example/\r\n#EXT-X-STREAM-INF\u2028\u202e" + "x".repeat(200);
        String text = new MasterPlaylist(
                        List.of(variant(360, 800_000)), List.of(audio(1, "de", title, true)), List.of())
                .text();
        String name = text.replaceAll("(?s).*NAME=\"([^\"]*)\".*", "$1");
        assertTrue(name.startsWith("Kommentar ,URI= http://evil.example/ #EXT-X-STREAM-INF x"), name);
        assertEquals(80, name.length());
        assertEquals(6, text.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "a\nb", "../a", "a/b", "http:"})
    void aNameThatIsNoneOfOursIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new SubtitleTrack(name, Optional.empty(), Optional.empty()));
        assertThrows(
                IllegalArgumentException.class, () -> new Variant(name, 2, 1, 2, 2, OptionalDouble.empty(), "avc1"));
    }

    @Test
    void nothingToPlayIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MasterPlaylist(List.of(), List.of(), List.of()));
    }
}
