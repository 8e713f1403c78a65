package io.reelbus.http;

import io.reelbus.job.FileId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses that answers name: path-absolute, or absolute where the configuration has a public URL. */
public final class Links {
    private final String base;

    /** {@code publicUrl} is empty, or what clients see in front of a path, for instance {@code https://example.org}. */
    public Links(String publicUrl) {
        this.base = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    }

    /** The video's state. */
    public String video(FileId fileId) {
        return base + "/api/videos/" + fileId;
    }

    /** A page of the list of videos; {@code query} says which, encoded as it stands in an address. */
    public String videos(String query) {
        return base + "/api/videos?" + query;
    }

    /** An output of the video's job. */
    public String output(FileId fileId, String name) {
        return video(fileId) + "/files/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Where a resumable upload goes on. */
    public String upload(FileId fileId) {
        return base + "/uploads/" + fileId;
    }

    /** The file as it was uploaded. */
    public String original(FileId fileId) {
        return base + "/storage/files/" + fileId;
    }
}
