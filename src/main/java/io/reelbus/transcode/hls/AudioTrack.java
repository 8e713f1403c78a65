package io.reelbus.transcode.hls;

import java.util.Optional;

/**
 * One sound track, which plays with each rendition of the picture.
 *
 * @param playlist its media playlist's name
 * @param peak bits per second
 * @param average bits per second
 * @param channels at least 1
 * @param codec as RFC 6381 writes it, for instance {@code mp4a.40.2}
 * @param language a BCP 47 tag, see {@link Languages}
 * @param title what its source calls it
 * @param byDefault whether it plays unless somebody chooses another
 */
public record AudioTrack(
        String playlist,
        long peak,
        long average,
        int channels,
        String codec,
        Optional<String> language,
        Optional<String> title,
        boolean byDefault) {
    public AudioTrack {
        Attributes.checkName(playlist);
        Attributes.checkName(codec);
        language.ifPresent(Attributes::checkName);
        if (peak < 1 || average < 1 || average > peak || channels < 1) {
            throw new IllegalArgumentException(
                    "no sound has " + channels + " channels with " + peak + " bit/s, " + average + " bit/s on average");
        }
    }
}
