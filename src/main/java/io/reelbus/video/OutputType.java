package io.reelbus.video;

import io.vertx.core.http.MimeMapping;

/**
 * What kind of file an output is, by its name.
 *
 * @param contentType as HTTP has it
 * @param namesOthers whether it names the files beside it by relative addresses. Who was sent elsewhere for it would look
 *     for them there
 */
record OutputType(String contentType, boolean namesOthers) {
    /** Bytes of which nothing is known. */
    static final OutputType UNKNOWN = new OutputType("application/octet-stream", false);

    private static final OutputType VIDEO = new OutputType("video/mp4", false);
    private static final OutputType SOUND = new OutputType("audio/mp4", false);

    static OutputType of(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "m3u8" -> new OutputType("application/vnd.apple.mpegurl", true);
            case "vtt" -> new OutputType("text/vtt; charset=utf-8", true);
            case "m4a" -> SOUND;
            case "mp4" -> name.startsWith("audio-") ? SOUND : VIDEO;
            case "m4s" -> new OutputType("video/iso.segment", false);
            default -> {
                String known = MimeMapping.mimeTypeForFilename(name);
                yield known == null ? UNKNOWN : new OutputType(known, false);
            }
        };
    }
}
