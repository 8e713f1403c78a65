package io.reelbus;

import io.reelbus.http.HttpConfig;
import io.reelbus.push.PushConfig;
import io.reelbus.store.StoreConfig;
import io.reelbus.transcode.TranscodeConfig;
import io.reelbus.upload.UploadConfig;
import java.nio.file.Path;

/**
 * The configuration of one node, made of each feature's own. {@code data} is the folder that holds everything the node
 * keeps; {@code publicUrl} is what clients see in front of paths, empty where answers name paths alone.
 */
public record NodeConfig(
        Path data,
        String publicUrl,
        HttpConfig http,
        UploadConfig upload,
        StoreConfig store,
        TranscodeConfig transcode,
        PushConfig push) {
    public NodeConfig {
        if (data.toString().isBlank()) {
            throw new IllegalArgumentException("data must name a folder");
        }
        if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[^/?#]+(/[^?#]*)?")) {
            throw new IllegalArgumentException("publicUrl must be empty or a URL such as https://example.org");
        }
    }
}
