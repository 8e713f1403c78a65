package io.reelbus.push;

/**
 * A file that is watched at this node, as far as its room knows it.
 *
 * @param watchers how many sockets watch it
 * @param seq the position of the newest event that they have been told; 0: none yet
 * @param state {@code unknown} while there is no such file, {@code queued} before its first attempt, then {@code processing}
 */
public record Watched(String fileId, int watchers, long seq, String state) {}
