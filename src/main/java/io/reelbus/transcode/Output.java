package io.reelbus.transcode;

import java.nio.file.Path;

/**
 * One file that was made.
 *
 * @param name of the file, chosen by us, for instance {@code video.mp4}
 * @param path where it lies now, in the scratch folder
 * @param type its media type
 * @param size in bytes
 * @param width in px
 * @param height in px
 */
public record Output(String name, Path path, String type, long size, int width, int height) {}
