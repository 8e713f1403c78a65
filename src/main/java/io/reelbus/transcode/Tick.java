package io.reelbus.transcode;

import java.util.Map;

/**
 * How far the work on one video is.
 *
 * @param percent 0 to 99.9, with one decimal; never less than before
 * @param message for people
 * @param metadata {@code step}; once probed {@code stepIndex} (from 1) of {@code steps}, and {@code duration} (s), {@code
 *     width}, {@code height} (px) of the source; while known {@code eta} (whole seconds, of all that is left); while it
 *     encodes {@code speed} (times real time), {@code fps} and {@code frame}; {@code processed} (s) where the source does
 *     not declare its length, or less than what comes; {@code indeterminate}, which is true, while the percentage stands
 *     because nobody knows how much is left
 */
public record Tick(double percent, String message, Map<String, Object> metadata) {}
