package io.reelbus.transcode;

import java.util.Map;

/**
 * How far the work on one video is.
 *
 * @param percent 0 to 99.9, with one decimal; never less than before
 * @param message for people
 * @param metadata {@code step}; while known {@code eta} (whole seconds), {@code speed} (times real time), {@code fps},
 *     {@code frame}; once probed {@code duration} (s), {@code width}, {@code height} (px, of the source)
 */
public record Tick(double percent, String message, Map<String, Object> metadata) {}
