package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTypeTest {
    @ParameterizedTest
    @CsvSource({
        "master.m3u8, application/vnd.apple.mpegurl, true",
        "video-720p.m3u8, application/vnd.apple.mpegurl, true",
        "subtitles-1.vtt, text/vtt; charset=utf-8, true",
        "storyboard.vtt, text/vtt; charset=utf-8, true",
        "video-720p-00001.m4s, video/iso.segment, false",
        "video.mp4, video/mp4, false",
        "poster.jpg, image/jpeg, false",
        "preview.webm, video/webm, false",
        "poster.webp, image/webp, false",
        "m3u8.nothing, application/octet-stream, false",
        "nothing, application/octet-stream, false",
        "'', application/octet-stream, false"
    })
    void theNameSaysWhatItIs(String name, String contentType, boolean namesOthers) {
        assertEquals(new OutputType(contentType, namesOthers), OutputType.of(name));
    }
}
