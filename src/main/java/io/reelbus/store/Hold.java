package io.reelbus.store;

/**
 * The right to write to a resumable upload, of one request at a time in the whole cluster. Whatever is stored under it
 * carries the {@code fence}, which no longer matches once another has taken over.
 */
public record Hold(ResumableUpload upload, long fence) {}
