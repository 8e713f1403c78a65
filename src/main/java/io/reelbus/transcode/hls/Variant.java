package io.reelbus.transcode.hls;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One rendition of the picture.
 *
 * @param playlist its media playlist's name
 * @param peak bits per second, of the picture alone
 * @param average bits per second, of the picture alone
 * @param width in px
 * @param height in px
 * @param frameRate frames per second, the highest, where known
 * @param codec as RFC 6381 writes it, for instance {@code avc1.64001f}
 */
public record Variant(
        String playlist, long peak, long average, int width, int height, OptionalDouble frameRate, String codec) {
    public Variant {
        Attributes.checkName(playlist);
        Attributes.checkName(codec);
        if (peak < 1 || average < 1 || average > peak || width < 1 || height < 1) {
            throw new IllegalArgumentException("no rendition is " + width + "x" + height + " with " + peak + " bit/s, "
                    + average + " bit/s on average");
        }
    }

    /** With three decimals, as RFC 8216, 4.3.4.2 has it. */
    Optional<String> shownFrameRate() {
        return frameRate.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.3f", frameRate.getAsDouble()));
    }
}
