package io.reelbus;

import io.reelbus.http.HttpConfig;
import io.reelbus.inspect.InspectConfig;
import io.reelbus.push.PushConfig;
import io.reelbus.store.MediaKind;
import io.reelbus.store.StoreConfig;
import io.reelbus.transcode.TranscodeConfig;
import io.reelbus.upload.UploadConfig;
import io.reelbus.video.RetentionConfig;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * The configuration of one node, made of each feature's own.
 *
 * @param node the node's name in logs and in the store; empty: the machine's name and the port
 * @param roles what the node does
 * @param data the folder that holds everything the node keeps for itself
 * @param publicUrl what clients see in front of paths; empty where answers name paths alone
 * @param drainSeconds how long a node that is told to stop waits for uploads and jobs under way
 */
public record NodeConfig(
        String node,
        Set<Role> roles,
        Path data,
        String publicUrl,
        int drainSeconds,
        ClusterConfig cluster,
        HttpConfig http,
        UploadConfig upload,
        StoreConfig store,
        TranscodeConfig transcode,
        RetentionConfig retention,
        PushConfig push,
        InspectConfig inspect) {
    private static final int MAX_NAME = 200;

    public NodeConfig {
        require(!data.toString().isBlank(), "data must name a folder");
        require(
                publicUrl.isEmpty() || publicUrl.matches("https?://[^/?#]+(/[^?#]*)?"),
                "publicUrl must be empty or a URL such as https://example.org");
        require(node.length() <= MAX_NAME && node.matches("\\S*"), "node must be a name without spaces");
        require(!roles.isEmpty(), "roles must name at least one of http, bridge, worker");
        require(drainSeconds >= 0 && drainSeconds <= 3600, "drainSeconds must be 0 to 3600");
        require(
                push.pollSeconds() < http.idleSeconds() && push.pingIntervalMs() < 1000 * http.idleSeconds(),
                "http.idleSeconds must be more than push.pollSeconds and push.pingIntervalMs: it ends what is silent");
        if (cluster.enabled()) {
            require(
                    !store.isEmbedded(),
                    "a cluster cannot share an embedded database: set store.url to a jdbc:postgresql: URL");
            require(
                    store.media() == MediaKind.S3 || !store.mediaFolder().isEmpty(),
                    "the nodes of a cluster share their media: set store.mediaFolder to a folder that all of them see,"
                            + " or store.media to s3");
        }
        require(
                cluster.enabled() || roles.containsAll(EnumSet.allOf(Role.class)),
                "a node that is alone needs all roles: http, bridge, worker");
        roles = Set.copyOf(roles);
    }

    boolean has(Role role) {
        return roles.contains(role);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
