package io.reelbus.upload;

import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.bus.Topics;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Upload;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what becomes of uploads: to the bus, the log and the meters. */
public final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final Topics topics;
    private final UploadMeters meters;

    public Announcer(Topics topics, MeterRegistry registry) {
        this.topics = topics;
        this.meters = new UploadMeters(registry);
    }

    /** Its job is in the store. */
    public void accepted(FileId fileId, Upload upload) {
        meters.accepted(upload.size());
        LOG.atInfo()
                .addKeyValue("fileId", fileId)
                .addKeyValue("size", upload.size())
                .log("upload accepted");
        topics.publishWork(fileId, upload.media());
        topics.publishChanged(fileId, JobState.QUEUED);
    }

    /** So many of its bytes have come so far; {@code total} is empty while nobody knows how many it will be. */
    public void received(FileId fileId, long received, OptionalLong total) {
        topics.publishReceived(fileId, received, total);
    }

    /** It was refused or broken off, also by its client. */
    public void refused(Failure failure) {
        meters.refused(failure);
    }
}
