package io.reelbus.store;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Where media are kept. */
public enum MediaKind {
    /** In a folder that every node of a cluster sees. */
    DIRECTORY,
    /** In a bucket of S3, or of a store that speaks its protocol. */
    S3;

    /** The kind of this name in a configuration. */
    @JsonCreator
    static MediaKind named(String name) {
        return switch (name) {
            case "directory" -> DIRECTORY;
            case "s3" -> S3;
            default -> throw new IllegalArgumentException("store.media must be directory or s3, not \"" + name + "\"");
        };
    }
}
