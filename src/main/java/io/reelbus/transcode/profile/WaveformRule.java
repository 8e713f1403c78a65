package io.reelbus.transcode.profile;

/** The picture of what has sound alone: {@code width} and {@code height} in px, {@code color} as RRGGBB. */
public record WaveformRule(int width, int height, String color) {
    public WaveformRule {
        Require.between("waveform.width", width, 16, 8192);
        Require.between("waveform.height", height, 16, 4096);
        Require.that(color.matches("[0-9a-fA-F]{6}"), "waveform.color must be six hexadecimal digits");
    }
}
