package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Occupied;
import io.reelbus.Web;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Two nodes at one upload: one that stood still, was taken for dead and goes on late, and its successor, to which the
 * client sends other bytes, so that each is told from the other.
 */
class S3TakeoverIT {
    /** More than a part, however the batches fall. */
    private static final int PART_AND_MORE = 6_500_000;

    private static final byte[] BASE = Web.random(PART_AND_MORE + 7);
    private static final byte[] LATE = Web.random(PART_AND_MORE + 8);
    private static final byte[] GOOD = Web.random(PART_AND_MORE + 9);

    @TempDir
    Path folder;

    private final FileId id = FileId.random();
    private S3Server s3;
    private Node stale;
    private Node heir;
    private String address;
    private long fence;
    private Occupied still;

    /** One with a store of its own. */
    private record Node(Vertx vertx, Context context, S3Store store) {
        static Node of(S3Config config, Path staged) {
            Vertx vertx = Vertx.vertx();
            return new Node(vertx, vertx.getOrCreateContext(), Await.result(S3Store.open(vertx, config, staged)));
        }

        <T> T on(Supplier<Future<T>> work) {
            return Await.result(begin(work));
        }

        <T> Future<T> begin(Supplier<Future<T>> work) {
            Promise<T> result = Promise.promise();
            context.runOnContext(task -> work.get().onComplete(result));
            return result.future();
        }

        void close() {
            Await.result(store.close());
            Await.result(vertx.close());
        }
    }

    @BeforeEach
    void start() throws Exception {
        s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
        stale = Node.of(s3.config(""), folder.resolve("stale"));
        heir = Node.of(s3.config(""), folder.resolve("heir"));
        address = heir.store().original(id);
    }

    @AfterEach
    void stop() throws Exception {
        stale.close();
        heir.close();
        s3.close();
    }

    private MediaSink resume(Node node) {
        fence++;
        return node.on(() -> node.store().resume(address, fence, Long.MAX_VALUE));
    }

    private MediaSink written(Node node, byte[] bytes) {
        MediaSink sink = resume(node);
        node.on(() -> Feed.pour(bytes, sink));
        return sink;
    }

    private void append(byte[] bytes) {
        MediaSink sink = written(heir, bytes);
        heir.on(sink::suspend);
    }

    /** A holder that stands still with a part on its way; what it does then it does late. */
    private Future<Void> stoodStill() throws Exception {
        MediaSink sink = resume(stale);
        still = new Occupied(stale.vertx(), "s3", S3Store.CALL_THREADS);
        return stale.begin(() -> sink.write(Buffer.buffer(LATE)).compose(taken -> sink.suspend()));
    }

    private void goesOn(Future<Void> late) {
        still.close();
        Await.result(late);
    }

    /** Waits until the last holder has so many parts there. */
    private void awaitParts(int parts) {
        Await.until("it vouches for " + parts + " parts", () -> {
            try {
                return s3.client()
                                .getObjectAsBytes(
                                        get -> get.bucket(S3Server.BUCKET).key(Beside.manifest(address, fence)))
                                .asUtf8String()
                                .lines()
                                .count()
                        >= parts;
            } catch (NoSuchKeyException noneYet) {
                return false;
            }
        });
    }

    private long durable() {
        return heir.on(() -> heir.store().durable(address));
    }

    /** The client sends the rest of these bytes, from where it is told that the upload goes on, and that is the end. */
    private void assertCompletesAs(Buffer whole) {
        int there = (int) durable();
        MediaSink sink = written(heir, whole.getBytes(there, whole.length()));
        heir.on(() -> sink.end().compose(ended -> sink.commit()));
        MediaFile file = heir.on(() -> heir.store().file(address)).orElseThrow();
        assertEquals(whole.length(), file.size());
        assertArrayEquals(
                whole.getBytes(), heir.on(() -> file.read(0, whole.length())).getBytes());
        assertEquals(List.of(address), s3.everything());
    }

    /** The tail behind it was in the part that was replaced. */
    private void assertOnlyTheFirstPartIsLeft() {
        long there = durable();
        assertTrue(there >= PartSize.LEAST && there <= BASE.length, "durable: " + there);
    }

    private static Buffer joined(byte[]... pieces) {
        Buffer all = Buffer.buffer();
        for (byte[] each : pieces) {
            all.appendBytes(each);
        }
        return all;
    }

    @Test
    void aLatePartInThePlaceOfAnotherIsCutOffAndAskedForAgain() throws Exception {
        append(BASE);
        Future<Void> late = stoodStill();
        append(GOOD);
        assertEquals(BASE.length + GOOD.length, durable());
        goesOn(late);
        assertOnlyTheFirstPartIsLeft();
        assertCompletesAs(joined(BASE, GOOD));
    }

    @Test
    void aLatePartThatTheSuccessorHasNotReachedNeverComesBehindWhatItKept() throws Exception {
        append(BASE);
        byte[] few = Web.random(1000);
        Future<Void> late = stoodStill();
        append(few);
        goesOn(late);
        assertEquals(BASE.length + few.length, durable());
        assertCompletesAs(joined(BASE, few, GOOD));
    }

    @Test
    void aLatePartUnderASinkFailsItsCommitAndTheUploadGoesOn() throws Exception {
        append(BASE);
        Future<Void> late = stoodStill();
        MediaSink sink = written(heir, GOOD);
        awaitParts(2);
        goesOn(late);
        var refused = assertThrows(
                FailureException.class, () -> heir.on(() -> sink.end().compose(ended -> sink.commit())));
        assertEquals(Failure.OFFSET_MISMATCH, refused.failure());
        assertOnlyTheFirstPartIsLeft();
        assertCompletesAs(joined(BASE, GOOD));
    }

    @Test
    void aLatePartUnderASuccessorThatDiedIsCutOffToo() throws Exception {
        append(BASE);
        Future<Void> late = stoodStill();
        MediaSink died = written(heir, joined(GOOD, GOOD, GOOD).getBytes());
        awaitParts(3);
        heir.on(died::drop);
        goesOn(late);
        assertOnlyTheFirstPartIsLeft();
        assertCompletesAs(joined(BASE, GOOD));
    }

    @Test
    void whatASinkHasOnItsWayIsNotSentOnceItIsHalted() throws Exception {
        append(BASE);
        List<String> before = s3.everything();
        MediaSink sink = resume(stale);
        still = new Occupied(stale.vertx(), "s3", S3Store.CALL_THREADS);
        Future<Void> late = stale.begin(() -> sink.write(Buffer.buffer(LATE)).compose(taken -> sink.suspend()));
        stale.on(() -> {
            sink.halt(Failure.UPLOAD_LOCKED.asException());
            return Future.<Void>succeededFuture();
        });
        still.close();
        assertEquals(
                Failure.UPLOAD_LOCKED,
                assertThrows(FailureException.class, () -> Await.result(late)).failure());
        stale.on(sink::drop);
        assertEquals(before, s3.everything());
        assertEquals(BASE.length, durable());
        assertEquals(List.of(), Web.names(folder.resolve("stale")));
    }

    @Test
    void whoBeganAnUploadTooLateHasOneOfItsOwnThatDoesNotCount() throws Exception {
        Future<Void> late = stoodStill();
        append(GOOD);
        goesOn(late);
        assertEquals(GOOD.length, durable());
        assertCompletesAs(joined(GOOD, BASE));
    }
}
