package io.reelbus.transcode.profile;

/**
 * How sound is made, which is always AAC.
 *
 * @param kilobits per second, for two channels; more channels get more, one less
 * @param channels at most; of more they are mixed down
 * @param tracks how many at most, the default one first
 */
public record AudioRule(int kilobits, int channels, int tracks) {
    public AudioRule {
        Require.between("audio.kilobits", kilobits, 16, 512);
        Require.between("audio.channels", channels, 1, 8);
        Require.between("audio.tracks", tracks, 1, 32);
    }
}
