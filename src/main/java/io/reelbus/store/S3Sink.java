package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/**
 * Sends an upload to S3 part by part. A part fills on the disk of this node while the one before it is on its way:
 * there are never more than two, whatever the size of the upload, and nothing but the batches is in memory.
 */
final class S3Sink extends BatchSink {
    private final S3Store store;
    private final S3Original original;

    private StagedPart filling;
    /** How many bytes are in parts that were sent or are on their way. */
    private long before;
    /** Complete when no part is on its way. */
    private Future<Void> sending = Future.succeededFuture();

    /** {@code begin} has what is durable beyond the parts of the original. */
    S3Sink(S3Store store, S3Original original, StagedPart begin, long maxBytes) {
        super(Math.min(maxBytes, PartSize.LARGEST_OBJECT), original.durable());
        this.store = store;
        this.original = original;
        this.filling = begin;
        this.before = original.sent();
    }

    @Override
    public String address() {
        return original.address();
    }

    @Override
    protected Future<Void> store(ByteBuffer bytes) {
        StagedPart part = filling;
        return store.onDisk(() -> part.append(bytes))
                .compose(size -> size < PartSize.at(before, store.partSize()) ? Future.succeededFuture() : turnOver());
    }

    /** Sends the part that is full and begins another; while the one before is on its way this waits, and the client. */
    private Future<Void> turnOver() {
        StagedPart full = filling;
        return sending.compose(sent -> store.onDisk(() -> {
                    assertNotHalted();
                    return store.parts().begin();
                }))
                .map(next -> {
                    filling = next;
                    before += full.size();
                    sending = calls(() -> original.add(full)).eventually(() -> discard(full));
                    return null;
                });
    }

    @Override
    public Future<Void> commit() {
        StagedPart end = filling;
        return sending.compose(sent -> calls(() -> original.complete(end))).eventually(() -> discard(end));
    }

    @Override
    public Future<Void> suspend() {
        return end().transform((ended, cut) -> sending.compose(sent -> calls(() -> original.keep(filling)))
                .eventually(() -> discard(filling))
                .compose(
                        kept -> cut == null ? Future.succeededFuture() : Future.failedFuture(cut),
                        lost -> Future.failedFuture(cut == null ? lost : cut)));
    }

    @Override
    public Future<Void> drop() {
        halt(Failure.UPLOAD_LOCKED.asException());
        return stop().compose(done -> sending.otherwiseEmpty()).compose(done -> discard(filling));
    }

    @Override
    public Future<Void> abort() {
        return stop().compose(done -> sending.otherwiseEmpty())
                .compose(done -> discard(filling))
                .eventually(() -> store.deleteOriginal(address()));
    }

    private Future<Void> discard(StagedPart part) {
        return store.onDisk(() -> {
            part.close();
            return null;
        });
    }

    private Future<Void> calls(Runnable work) {
        return store.onS3(() -> {
            assertNotHalted();
            work.run();
            return null;
        });
    }
}
