package io.reelbus.transcode.hls;

import java.util.Optional;

/**
 * One track of subtitles, which is off until somebody chooses it.
 *
 * @param playlist its media playlist's name
 * @param language a BCP 47 tag, see {@link Languages}
 * @param title what its source calls it
 */
public record SubtitleTrack(String playlist, Optional<String> language, Optional<String> title) {
    public SubtitleTrack {
        Attributes.checkName(playlist);
        language.ifPresent(Attributes::checkName);
    }
}
