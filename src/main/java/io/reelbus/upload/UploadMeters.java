package io.reelbus.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.job.Failure;

/** What this node's doors took and what they refused. */
final class UploadMeters {
    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter bytes;

    UploadMeters(MeterRegistry registry) {
        this.registry = registry;
        this.accepted = Counter.builder("reelbus.uploads.accepted")
                .description("Uploads that were answered with success")
                .register(registry);
        this.bytes = Counter.builder("reelbus.upload.bytes")
                .description("Bytes of the files of accepted uploads")
                .baseUnit("bytes")
                .register(registry);
    }

    void accepted(long size) {
        accepted.increment();
        bytes.increment(size);
    }

    /** Also an upload that its client gave up. */
    void refused(Failure failure) {
        Counter.builder("reelbus.uploads.refused")
                .description("Uploads that were refused or broken off, by the code of the answer")
                .tag("code", failure.code())
                .register(registry)
                .increment();
    }
}
