package io.reelbus.http;

import io.reelbus.job.FileId;
import io.reelbus.job.Upload;
import io.vertx.core.json.JsonObject;

/** The answer to whoever has made a job, by whichever door. */
public final class JobAnswer {
    private JobAnswer() {}

    public static JsonObject of(Links links, FileId fileId, Upload upload) {
        return new JsonObject()
                .put("filename", upload.filename())
                .put("path", links.original(fileId))
                .put("size", upload.size())
                .put("mimeType", upload.mimeType())
                .put("fileId", fileId.value())
                .put("videoId", fileId.value())
                .put("isProcessed", false)
                .put("message", "The file is uploaded and will be processed.")
                .put("profile", upload.profile());
    }
}
