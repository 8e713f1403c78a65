package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One file that was made.
 *
 * @param name of the file, chosen by us, for instance {@code video.mp4}
 * @param path where it lies now, in the scratch folder
 * @param type its media type
 * @param bytes its size
 * @param sha256 of its bytes, hexadecimal
 * @param size in px, of what has pictures
 * @param language as {@link Product} has it
 */
public record Output(
        String name,
        Role role,
        Path path,
        String type,
        long bytes,
        String sha256,
        Optional<Size> size,
        String language) {

    /** As clients get it. */
    Map<String, Object> wire(String url) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("name", name);
        wire.put("role", role.wire());
        wire.put("type", type);
        wire.put("size", bytes);
        wire.put("sha256", sha256);
        size.ifPresent(pixels -> {
            wire.put("width", pixels.width());
            wire.put("height", pixels.height());
        });
        if (!language.isEmpty()) {
            wire.put("language", language);
        }
        wire.put("url", url);
        return wire;
    }
}
