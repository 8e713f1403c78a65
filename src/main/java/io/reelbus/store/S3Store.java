package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * The media store in a bucket of S3: {@code <fileId>/original} and {@code <fileId>/<fence>/<name>}, behind a prefix.
 * What there is of an upload is asked of S3 itself, so any node can go on where another stopped.
 */
public final class S3Store implements MediaStore {
    private static final int DISK_THREADS = 8;
    /** A call to S3 is mostly waiting. */
    static final int CALL_THREADS = 24;

    /** To join large uploads takes minutes, for which nobody else must wait. */
    static final int JOIN_THREADS = 2;

    private static final long REMOVE_AGAIN_MS = 2_000;

    /** Larger files are sent in parts: S3 takes 5 GiB in one call, and begins anew when that is cut. */
    private static final long ONE_CALL = 1L << 30;

    /** As long as S3 lets a key be. */
    private static final int MAX_KEY = 1024;

    private final Bucket bucket;
    private final PartFolder parts;
    private final long partSize;
    private final WorkerExecutor disk;
    private final WorkerExecutor calls;
    private final WorkerExecutor joining;
    private final Removals removals;

    private S3Store(Vertx vertx, Bucket bucket, PartFolder parts, S3Config config, Threads threads) {
        this.bucket = bucket;
        this.parts = parts;
        this.partSize = (long) config.partMegabytes() << 20;
        this.disk = threads.disk();
        this.calls = threads.calls();
        this.joining = threads.joining();
        this.removals = new Removals(
                vertx,
                address -> onS3(() -> {
                    S3Original.remove(bucket, address);
                    return null;
                }),
                REMOVE_AGAIN_MS);
    }

    private record Threads(WorkerExecutor disk, WorkerExecutor calls, WorkerExecutor joining) {}

    /**
     * Opens the store and tries it out. {@code staged} is a folder that this node has for itself, in which nothing
     * stays. Fails with an IllegalArgumentException that says why where the bucket cannot be used.
     */
    public static Future<S3Store> open(Vertx vertx, S3Config config, Path staged) {
        Threads threads = new Threads(
                vertx.createSharedWorkerExecutor("staging", DISK_THREADS, 10, TimeUnit.MINUTES),
                vertx.createSharedWorkerExecutor("s3", CALL_THREADS, 1, TimeUnit.HOURS),
                vertx.createSharedWorkerExecutor("joining", JOIN_THREADS, 1, TimeUnit.HOURS));
        return threads.calls()
                .executeBlocking(
                        () -> new S3Store(vertx, Bucket.open(config), PartFolder.empty(staged), config, threads),
                        false);
    }

    PartFolder parts() {
        return parts;
    }

    /** How large the first parts of an upload are. */
    long partSize() {
        return partSize;
    }

    <T> Future<T> onDisk(Callable<T> work) {
        return Disk.run(disk, work);
    }

    <T> Future<T> onS3(Callable<T> work) {
        return S3Trouble.run(calls, work);
    }

    @Override
    public String original(FileId fileId) {
        return fileId.value() + "/original";
    }

    @Override
    public String another(FileId fileId) {
        return original(fileId) + "-" + UUID.randomUUID();
    }

    @Override
    public Future<MediaSink> create(String address, long maxBytes) {
        return removals.forget(address)
                .compose(free ->
                        onS3(() -> new S3Sink(this, S3Original.create(bucket, address), parts.begin(), maxBytes)));
    }

    @Override
    public Future<MediaSink> resume(String address, long fence, long maxBytes) {
        return removals.forget(address)
                .compose(free -> onS3(() -> {
                    S3Original original = S3Original.resume(bucket, address, fence);
                    StagedPart begin = parts.begin();
                    try {
                        original.readTail(begin);
                    } catch (IOException | RuntimeException e) {
                        begin.close();
                        throw e;
                    }
                    return new S3Sink(this, original, begin, maxBytes);
                }));
    }

    @Override
    public Future<Long> durable(String address) {
        return onS3(() -> S3Standing.of(bucket, address).durable());
    }

    @Override
    public Future<Void> concatenate(String address, List<String> parts) {
        return S3Trouble.run(joining, () -> {
            S3Original whole = S3Original.create(bucket, address);
            List<Bucket.Found> sources = parts.stream().map(this::found).toList();
            try (StagedPart end = this.parts.begin()) {
                if (canBeCopied(sources)) {
                    sources.forEach(each -> whole.copy(each.address(), each.size()));
                } else {
                    for (Bucket.Found each : sources) {
                        try (InputStream bytes = bucket.stream(each.address(), each.size())) {
                            whole.pour(bytes, end, partSize);
                        }
                    }
                }
                whole.complete(end);
            }
            return null;
        });
    }

    /** Within S3, that is: there every part but the last must have a certain size. */
    private static boolean canBeCopied(List<Bucket.Found> sources) {
        return sources.stream().limit(Math.max(0, sources.size() - 1)).allMatch(each -> each.size() >= PartSize.LEAST);
    }

    private Bucket.Found found(String address) {
        return new Bucket.Found(address, bucket.size(address).orElseThrow());
    }

    @Override
    public Future<String> publish(FileId fileId, long fence, List<Path> files, LongConsumer stored) {
        String address = fileId.value() + "/" + fence;
        return onS3(() -> {
            long bytes = 0;
            for (Path file : files) {
                long before = bytes;
                send(file, address + "/" + file.getFileName(), sent -> stored.accept(before + sent));
                bytes += Files.size(file);
            }
            for (Path file : files) {
                Files.delete(file);
            }
            return address;
        });
    }

    private void send(Path file, String address, LongConsumer sent) throws IOException {
        long size = Files.size(file);
        if (size <= ONE_CALL) {
            bucket.put(address, file, size, sent);
            return;
        }
        // Of a call that was cut: an attempt that waits for S3 sends its files again.
        S3Original.remove(bucket, address);
        S3Original whole = S3Original.create(bucket, address);
        try (StagedPart end = parts.begin();
                InputStream bytes = new CountedStream(Files.newInputStream(file), sent)) {
            whole.pour(bytes, end, partSize);
            whole.complete(end);
        }
    }

    @Override
    public Future<Optional<MediaFile>> file(String address) {
        return onS3(() -> regular(address));
    }

    @Override
    public Future<Optional<MediaFile>> file(String address, String name) {
        // A key has no folders, but what is behind the last slash of one was a file's name when it was made.
        boolean plain = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(each -> each == '/' || each == '\\' || each < ' ')
                && name.getBytes(StandardCharsets.UTF_8).length < MAX_KEY / 2;
        return plain ? file(address + "/" + name) : Future.succeededFuture(Optional.empty());
    }

    private Optional<MediaFile> regular(String address) {
        OptionalLong size = bucket.size(address);
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(new S3File(this, bucket, address, size.getAsLong(), bucket.signer()));
    }

    @Override
    public Future<Optional<Path>> fetch(String address, Path folder) {
        return onS3(() -> {
            OptionalLong size = bucket.size(address);
            if (size.isEmpty()) {
                return Optional.empty();
            }
            Path copy = folder.resolve("source");
            // Of a call that was cut.
            Files.deleteIfExists(copy);
            bucket.download(address, size.getAsLong(), copy);
            return Optional.of(copy);
        });
    }

    @Override
    public Future<Void> deleteAttempts(FileId fileId, long fence, Optional<String> published) {
        String begin = fileId.value() + "/";
        return delete(begin, each -> {
            int end = each.indexOf('/', begin.length());
            // An original has no folder of its own.
            return end > 0
                    && Attempts.isUpTo(fence, each.substring(begin.length(), end))
                    && published.filter(kept -> each.startsWith(kept + "/")).isEmpty();
        });
    }

    @Override
    public Future<Void> deleteAttempt(FileId fileId, long fence) {
        return delete(fileId.value() + "/" + fence + "/", each -> true);
    }

    private Future<Void> delete(String begin, Predicate<String> those) {
        return onS3(() -> {
            Multiparts multiparts = bucket.multiparts();
            multiparts
                    .underWay(begin)
                    .filter(each -> those.test(each.address()))
                    .toList()
                    .forEach(multiparts::abort);
            bucket.delete(bucket.list(begin).stream()
                    .map(Bucket.Found::address)
                    .filter(those)
                    .toList());
            return null;
        });
    }

    @Override
    public Future<Void> deleteOriginal(String address) {
        return removals.remove(address);
    }

    @Override
    public Future<Void> deleteUnfinished(String address) {
        return removals.removeOnce(address);
    }

    @Override
    public Future<OptionalLong> free() {
        return Future.succeededFuture(OptionalLong.empty());
    }

    @Override
    public Future<Void> ping() {
        return onS3(() -> {
            bucket.tryOut();
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        return onS3(() -> {
            bucket.close();
            return null;
        });
    }
}
