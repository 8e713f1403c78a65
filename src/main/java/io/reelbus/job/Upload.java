package io.reelbus.job;

/**
 * What was uploaded: the client's own name for the file (data, never a path), the type the client declared, the size
 * in bytes, and the address of the bytes in the media store.
 */
public record Upload(String filename, String mimeType, long size, String media) {}
