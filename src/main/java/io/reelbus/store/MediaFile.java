package io.reelbus.store;

import java.nio.file.Path;

/** A file of the media store: where it can be read, and its size in bytes. */
public record MediaFile(Path path, long size) {}
