package io.reelbus.job;

/**
 * What was uploaded: the client's own name for the file (data, never a path), the type the client declared, the size
 * in bytes, the address of the bytes in the media store, and the name of the profile by which it is to be processed.
 */
public record Upload(String filename, String mimeType, long size, String media, String profile) {
    /** The profile of an upload whose client names none. */
    public static final String DEFAULT_PROFILE = "web";

    public Upload {
        if (profile.isEmpty()) {
            throw new IllegalArgumentException("an upload has a profile");
        }
    }
}
