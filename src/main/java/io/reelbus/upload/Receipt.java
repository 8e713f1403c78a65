package io.reelbus.upload;

import io.reelbus.job.FileId;
import io.reelbus.job.Upload;

/** An upload is safe, and its job in the store: made now, or before, where the client has said it again. */
public record Receipt(FileId fileId, Upload upload, boolean isNew) {}
