package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.reelbus.Await;
import io.reelbus.Occupied;
import io.reelbus.Web;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The store in the bucket of an S3 that is in this process, behind a prefix for each test. */
class S3StoreIT extends MediaStoreContract {
    /** More than a part, however the batches fall. */
    private static final int PART_AND_MORE = 6_500_000;

    @TempDir
    static Path served;

    private static S3Server s3;

    private final String prefix = "tests/" + UUID.randomUUID() + "/";

    @BeforeAll
    static void startS3() throws Exception {
        s3 = new S3Server(served);
    }

    @AfterAll
    static void stopS3() throws Exception {
        s3.close();
    }

    @Test
    void howMuchOfALargeFileIsSentIsToldWhileItIs() throws Exception {
        Path file =
                Files.write(Files.createTempDirectory(served, "made").resolve("video.mp4"), new byte[PART_AND_MORE]);
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        String address = on(() -> store.publish(FileId.random(), 1, List.of(file), told::add));
        assertEquals(PART_AND_MORE, file(address, "video.mp4").orElseThrow().size());
        assertEquals(PART_AND_MORE, told.get(told.size() - 1));
        assertTrue(told.size() > 10, told.toString());
        assertEquals(told.stream().sorted().toList(), List.copyOf(told), "nothing was read twice");
    }

    @Override
    protected MediaStore open() {
        return open(s3.config(prefix));
    }

    private MediaStore open(S3Config config) {
        return Await.result(S3Store.open(vertx, config, folder.resolve("staging")));
    }

    /** What this test has in the bucket, without the prefix. */
    private List<String> left() {
        return s3.everything().stream()
                .filter(each -> each.contains(prefix))
                .map(each -> each.replace(prefix, ""))
                .toList();
    }

    private List<String> staged() {
        try {
            return Web.names(folder.resolve("staging"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<MediaSink> written(Future<MediaSink> opened, byte[] bytes) {
        return opened.compose(sink -> sink.write(Buffer.buffer(bytes)).map(taken -> sink));
    }

    private void append(String address, byte[] bytes) {
        on(() -> written(resume(address, Long.MAX_VALUE), bytes).compose(MediaSink::suspend));
    }

    private void commit(String address, byte[] rest) {
        on(() -> written(resume(address, Long.MAX_VALUE), rest)
                .compose(sink -> sink.end().compose(ended -> sink.commit())));
    }

    private long durable(String address) {
        return on(() -> store.durable(address));
    }

    /** Sends a part as a sink does, without any other trace. */
    private String part(String address, int number, byte[] bytes) {
        String key = prefix + address;
        String upload =
                s3
                        .client()
                        .listMultipartUploads(
                                list -> list.bucket(S3Server.BUCKET).prefix(key))
                        .uploads()
                        .stream()
                        .map(each -> each.uploadId())
                        .findFirst()
                        .orElseGet(() -> s3.client()
                                .createMultipartUpload(
                                        begin -> begin.bucket(S3Server.BUCKET).key(key))
                                .uploadId());
        return s3.client()
                .uploadPart(
                        put -> put.bucket(S3Server.BUCKET)
                                .key(key)
                                .uploadId(upload)
                                .partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
    }

    private void vouch(String address, long fence, String manifest) {
        var put = s3.client()
                .putObject(
                        object -> object.bucket(S3Server.BUCKET).key(prefix + Beside.manifest(address, fence)),
                        RequestBody.fromString(manifest));
    }

    @Test
    void aLargeOriginalIsSentInPartsAndNothingElseIsLeft() {
        String address = original(id, Web.random(3 * PART_AND_MORE));
        assertEquals(List.of(address), left());
        assertEquals(List.of(), staged());
        // The tag of an object that came in parts says in how many.
        String tag = s3.client()
                .headObject(head -> head.bucket(S3Server.BUCKET).key(prefix + address))
                .eTag();
        assertTrue(tag.matches("\"\\w+-[34]\""), tag);
    }

    @Test
    void neverMoreThanTwoPartsAreOnTheDisk() {
        byte[] piece = Web.random(300_000);
        on(() -> store.create(store.original(id), Long.MAX_VALUE).compose(sink -> {
            Promise<Void> all = Promise.promise();
            feed(sink, piece, 60, all);
            return all.future().compose(fed -> sink.end()).compose(ended -> sink.commit());
        }));
        assertEquals(60L * piece.length, file(store.original(id)).orElseThrow().size());
    }

    private void feed(MediaSink sink, byte[] piece, int left, Promise<Void> all) {
        int rest = left;
        while (rest > 0 && !sink.writeQueueFull()) {
            sink.write(Buffer.buffer(piece)).onFailure(all::tryFail);
            // One that is sent, one that fills, and one that was sent and is being removed.
            if (staged().size() > 3) {
                all.tryFail(new AssertionError("on the disk: " + staged()));
            }
            rest--;
        }
        int still = rest;
        if (still == 0) {
            all.tryComplete();
        } else {
            sink.drainHandler(drained -> feed(sink, piece, still, all));
        }
    }

    @Test
    void whatIsStagedOfAnUploadTakesNoMemory() {
        List<MediaSink> sinks = on(() -> Future.join(Stream.generate(FileId::random)
                        .limit(20)
                        .map(each -> store.create(store.original(each), Long.MAX_VALUE))
                        .toList())
                .map(CompositeFuture::<MediaSink>list));
        long before = memory();
        // All but a part, which is twice of what two batches have at most.
        byte[] bytes = Web.random(5_000_000);
        on(() -> Future.join(sinks.stream().map(sink -> Feed.pour(bytes, sink)).toList()));
        long each = (memory() - before) / sinks.size();
        assertTrue(each < 2_500_000, "bytes of memory for each upload of 5,000,000: " + each);
        on(() -> Future.join(sinks.stream().map(MediaSink::abort).toList()));
        assertEquals(List.of(), staged());
    }

    private static long memory() {
        System.gc();
        return Runtime.getRuntime().totalMemory()
                - Runtime.getRuntime().freeMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void restsThatAreTooSmallForAPartAddUp() {
        String address = store.original(id);
        Buffer all = Buffer.buffer();
        for (int i = 0; i < 6; i++) {
            byte[] rest = Web.random(1_000_000 + i);
            append(address, rest);
            all.appendBytes(rest);
            assertEquals(all.length(), durable(address));
            assertTrue(left().size() <= 3, () -> "at most an upload, its manifest and a tail: " + left());
        }
        commit(address, new byte[0]);
        assertArrayEquals(all.getBytes(), bytes(file(address).orElseThrow()));
        assertEquals(List.of(address), left());
        assertEquals(List.of(), staged());
    }

    @Test
    void aRestThatIsInAPartByNowCountsNoByteTwice() {
        String address = store.original(id);
        byte[] all = Web.random(PART_AND_MORE);
        append(address, Arrays.copyOf(all, 1000));
        // Its sink died when the part with that rest was there, and before the rest was removed.
        String tag = part(address, 1, all);
        assertEquals(1000, durable(address));
        vouch(address, 2, all.length + " " + tag + "\n");
        assertEquals(List.of(address + ".parts.2", address + ".tail.0.1", "upload of " + address), left());
        assertEquals(all.length, durable(address));
        commit(address, new byte[0]);
        assertArrayEquals(all, bytes(file(address).orElseThrow()));
        assertEquals(List.of(address), left());
    }

    @Test
    void anUploadThatWasBegunTwiceForALostAnswerIsOneAndLeavesNothing() {
        String address = store.original(id);
        for (int i = 0; i < 2; i++) {
            var begun = s3.client()
                    .createMultipartUpload(
                            upload -> upload.bucket(S3Server.BUCKET).key(prefix + address));
        }
        append(address, Web.random(PART_AND_MORE));
        assertEquals(PART_AND_MORE, durable(address));
        commit(address, new byte[0]);
        assertEquals(List.of(address), left());
    }

    @Test
    void aPartThatADeadSinkSendsLateSpoilsNoBytes() {
        String address = store.original(id);
        append(address, Web.random(PART_AND_MORE));
        MediaSink heir = on(() -> written(resume(address, Long.MAX_VALUE), Web.random(10)));
        String late = part(address, 1, Web.random(PART_AND_MORE + 1));
        assertThrows(FailureException.class, () -> on(() -> heir.end().compose(ended -> heir.commit())));
        assertTrue(file(address).isEmpty());
        on(heir::abort);
        assertEquals(List.of(), left());
        assertEquals(List.of(), staged());
    }

    @Test
    void whatIsCompleteCanBeFoundSoBySomebodyWhoWasNotTold() {
        String address = original(id, Web.random(1000));
        assertEquals(1000, durable(address));
        commit(address, new byte[0]);
        assertArrayEquals(Web.random(1000), bytes(file(address).orElseThrow()));
        var refused = assertThrows(RuntimeException.class, () -> commit(address, new byte[1]));
        assertFalse(refused instanceof FailureException known && known.failure().retryable());
        assertArrayEquals(Web.random(1000), bytes(file(address).orElseThrow()));
    }

    @Test
    void nothingIsLeftOfWhatWasGivenUp() {
        String address = store.original(id);
        MediaSink sink = on(() -> written(store.create(address, Long.MAX_VALUE), Web.random(2 * PART_AND_MORE)));
        on(sink::abort);
        append(address, Web.random(PART_AND_MORE));
        append(address, Web.random(10));
        on(() -> store.deleteOriginal(address));
        assertEquals(List.of(), left());
        assertEquals(List.of(), staged());
    }

    @Test
    void largeOriginalsAreJoinedWithinS3AndOthersThroughTheNode() {
        byte[] large = Web.random(PART_AND_MORE);
        byte[] small = Web.random(10);
        String first = original(FileId.random(), large);
        String second = original(FileId.random(), small);
        on(() -> store.concatenate(store.original(id), List.of(first, second)));
        assertArrayEquals(
                Buffer.buffer(large).appendBytes(small).getBytes(),
                bytes(file(store.original(id)).orElseThrow()));
        String other = store.another(id);
        on(() -> store.concatenate(other, List.of(second, first, second)));
        assertArrayEquals(
                Buffer.buffer(small).appendBytes(large).appendBytes(small).getBytes(),
                bytes(file(other).orElseThrow()));
        assertEquals(4, left().size(), () -> "three and what they were made of: " + left());
        assertEquals(List.of(), staged());
    }

    @Test
    void anUploadGoesOnWhileJoinsKeepAllTheirThreadsBusy() throws InterruptedException {
        byte[] bytes = Web.random(PART_AND_MORE);
        String part = original(FileId.random(), bytes);
        List<String> wholes = Stream.generate(() -> store.another(id))
                .limit(S3Store.CALL_THREADS + 1)
                .toList();
        Future<?> joined;
        try (Occupied busy = new Occupied(vertx, "joining", S3Store.JOIN_THREADS)) {
            joined = Future.all(wholes.stream()
                    .map(each -> store.concatenate(each, List.of(part)))
                    .toList());
            assertArrayEquals(bytes, bytes(file(original(id, bytes)).orElseThrow()));
            assertEquals(2, left().size(), () -> "nothing was joined: " + left());
        }
        Await.result(joined);
        assertEquals(2 + wholes.size(), left().size());
    }

    @Test
    void whatADeadProcessHasStagedIsRemovedAtTheStart() throws IOException {
        Path left = Files.writeString(folder.resolve("staging").resolve("left"), "a part");
        open();
        assertTrue(Files.notExists(left));
    }

    @Test
    void aNodeThatMayNotUseItsBucketIsToldWhy() {
        assertNamed("does not exist", s3.config("nobodys", prefix, "of-tests-alone"));
        assertNamed("may not be used with these keys", s3.config(S3Server.BUCKET, prefix, "guessed"));
        S3Config nowhere = new S3Config(S3Server.BUCKET, "", "", "http://127.0.0.1:1", "tests", "hidden", true, 5, 0);
        assertNamed("cannot be used", nowhere);
    }

    private void assertNamed(String why, S3Config config) {
        String said =
                assertThrows(IllegalArgumentException.class, () -> open(config)).getMessage();
        assertTrue(said.contains("store.s3.bucket") && said.contains(why), said);
        assertFalse(said.contains(config.secretKey()), said);
    }

    @Test
    void whatAnotherHasInTheBucketIsNoFileOfOurs() {
        String key = "somebody/" + UUID.randomUUID();
        var put = s3.client()
                .putObject(object -> object.bucket(S3Server.BUCKET).key(key), RequestBody.fromString("theirs"));
        assertTrue(file(key).isEmpty());
        on(() -> store.deleteAttempts(id, Long.MAX_VALUE, Optional.empty()));
        assertTrue(s3.everything().contains(key));
    }
}
