package io.reelbus.transcode;

import java.util.Optional;

/**
 * A file that is to be made.
 *
 * @param name chosen by us, for instance {@code video.mp4}; no two of a plan have the same
 * @param type its media type
 * @param size in px, of what has pictures
 * @param language of what is spoken or written in it, as its source names it; empty where unknown
 */
record Product(String name, Role role, String type, Optional<Size> size, String language) {
    static final String MP4 = "video/mp4";
    static final String M4A = "audio/mp4";
    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String VTT = "text/vtt; charset=utf-8";
    static final String M3U8 = "application/vnd.apple.mpegurl";

    static Product picture(String name, Role role, String type, Size size) {
        return new Product(name, role, type, Optional.of(size), "");
    }

    static Product text(String name, Role role, String type, String language) {
        return new Product(name, role, type, Optional.empty(), language);
    }
}
