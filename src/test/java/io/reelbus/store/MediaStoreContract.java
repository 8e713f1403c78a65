package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of bytes must do. */
abstract class MediaStoreContract {
    protected final Vertx vertx = Vertx.vertx();
    protected final FileId id = FileId.random();
    protected MediaStore store;
    private long fence;

    private final Context context = vertx.getOrCreateContext();

    @TempDir
    protected Path folder;

    /** An empty store. */
    protected abstract MediaStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @Test
    void itCanBeTriedOutAndNothingIsLeftOfThat() throws IOException {
        List<String> before = everything();
        for (int i = 0; i < 3; i++) {
            on(() -> store.ping());
        }
        assertEquals(before, everything());
    }

    private List<String> everything() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.map(Path::toString).sorted().toList();
        }
    }

    @AfterEach
    void closeStore() {
        Await.result(store.close());
        Await.result(vertx.close());
    }

    /** Runs it on an event loop, as its callers do. */
    protected <T> T on(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(task -> work.get().onComplete(result));
        return Await.result(result.future());
    }

    protected String original(FileId fileId, byte[] bytes) {
        return on(() -> store.create(store.original(fileId), Long.MAX_VALUE)
                .compose(sink -> sink.write(Buffer.buffer(bytes))
                        .compose(written -> sink.end())
                        .compose(ended -> sink.commit())
                        .map(durable -> sink.address())));
    }

    @Test
    void whatIsFedPieceByPieceIsStoredInItsOrder() {
        byte[] bytes = random(20_000_003);
        String address = store.original(FileId.random());
        on(() -> store.create(address, Long.MAX_VALUE)
                .compose(sink ->
                        Feed.pour(bytes, sink).compose(poured -> sink.end()).compose(ended -> sink.commit())));
        MediaFile file = file(address).orElseThrow();
        assertArrayEquals(bytes, on(() -> file.read(0, bytes.length)).getBytes());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    protected Optional<MediaFile> file(String address) {
        return on(() -> store.file(address));
    }

    protected Optional<MediaFile> file(String address, String name) {
        return on(() -> store.file(address, name));
    }

    private String publish(long fence, String... names) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(
                    Files.writeString(Files.createTempDirectory(folder, "made").resolve(name), name + fence));
        }
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        String address = on(() -> store.publish(id, fence, files, told::add));
        long all = 0;
        for (Path file : files) {
            all += (String.valueOf(file.getFileName()) + fence).length();
            assertTrue(told.contains(all), "told of each file when it is there: " + told);
        }
        assertEquals(told.stream().sorted().toList(), List.copyOf(told));
        files.forEach(file -> assertTrue(Files.notExists(file), "a published file is moved away"));
        return address;
    }

    private String read(Optional<MediaFile> file) {
        return new String(bytes(file.orElseThrow()), StandardCharsets.UTF_8);
    }

    /** All of it, in pieces of a size that no file is a multiple of. */
    protected byte[] bytes(MediaFile file) {
        Buffer all = Buffer.buffer();
        while (all.length() < file.size()) {
            Buffer piece = on(() -> file.read(all.length(), 777_777));
            assertTrue(piece.length() > 0, "a file has as many bytes as it says");
            all.appendBuffer(piece);
        }
        return all.getBytes();
    }

    private byte[] bytes(String address) {
        return bytes(file(address).orElseThrow());
    }

    /** Goes on with it for another holder than those before. */
    protected Future<MediaSink> resume(String address, long maxBytes) {
        fence++;
        return store.resume(address, fence, maxBytes);
    }

    /** Writes it by a sink of its own that leaves the rest to another. */
    private void append(String address, byte[] bytes) {
        on(() -> resume(address, Long.MAX_VALUE)
                .compose(sink -> sink.write(Buffer.buffer(bytes)).compose(taken -> sink.suspend())));
    }

    private void complete(String address) {
        on(() -> resume(address, Long.MAX_VALUE).compose(sink -> sink.end().compose(ended -> sink.commit())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1 << 20, (1 << 20) + 1, 5_000_000})
    void whatIsReceivedInOnePieceIsThereByteForByte(int size) throws IOException {
        byte[] bytes = random(size);
        MediaFile file = file(original(id, bytes)).orElseThrow();
        assertEquals(size, file.size());
        assertArrayEquals(bytes, bytes(file));
    }

    @Test
    void piecesOfAnySizeThatOutrunTheDiskArriveInOrder() throws IOException {
        Random random = new Random(42);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String address =
                on(() -> store.create(store.original(id), Long.MAX_VALUE).compose(sink -> {
                    Future<Void> last = Future.succeededFuture();
                    for (int i = 0; i < 300; i++) {
                        byte[] piece = new byte[1 + random.nextInt(i % 10 == 0 ? 700_000 : 20_000)];
                        random.nextBytes(piece);
                        all.writeBytes(piece);
                        last = sink.write(Buffer.buffer(piece));
                    }
                    return last.compose(written -> sink.end())
                            .compose(ended -> sink.commit())
                            .map(durable -> {
                                assertEquals(all.size(), sink.size());
                                return sink.address();
                            });
                }));
        assertArrayEquals(all.toByteArray(), bytes(address));
    }

    @Test
    void aSourceThatWaitsForTheDrainIsCalledAgain() throws IOException {
        byte[] piece = random(256 * 1024);
        String address =
                on(() -> store.create(store.original(id), Long.MAX_VALUE).compose(sink -> {
                    Promise<Void> written = Promise.promise();
                    feed(sink, piece, 64, written);
                    return written.future()
                            .compose(all -> sink.end())
                            .compose(ended -> sink.commit())
                            .map(durable -> sink.address());
                }));
        assertEquals(64L * piece.length, file(address).orElseThrow().size());
    }

    private static void feed(MediaSink sink, byte[] piece, int left, Promise<Void> written) {
        int rest = left;
        while (rest > 0 && !sink.writeQueueFull()) {
            sink.write(Buffer.buffer(piece)).onFailure(written::tryFail);
            rest--;
        }
        int still = rest;
        if (still == 0) {
            written.tryComplete();
        } else {
            sink.drainHandler(drained -> feed(sink, piece, still, written));
        }
    }

    @Test
    void asManyBytesAsAllowedAreTaken() {
        on(() -> store.create(store.original(id), 1000)
                .compose(sink -> sink.write(Buffer.buffer(random(1000))).compose(written -> sink.end())));
    }

    @Test
    void oneByteMoreThanAllowedIsTooLarge() {
        var refused = assertThrows(
                FailureException.class,
                () -> on(() -> store.create(store.original(id), 1000)
                        .compose(sink -> sink.write(Buffer.buffer(random(1000)))
                                .compose(written -> sink.write(Buffer.buffer(random(1)))))));
        assertEquals(Failure.TOO_LARGE, refused.failure());
    }

    @Test
    void anUploadThatWasTooLargeCannotEndWell() {
        var refused = assertThrows(
                FailureException.class,
                () -> on(() -> store.create(store.original(id), 10)
                        .compose(sink -> sink.write(Buffer.buffer(random(11)))
                                .recover(tooLarge -> Future.succeededFuture())
                                .compose(unaware -> sink.end()))));
        assertEquals(Failure.TOO_LARGE, refused.failure());
    }

    @Test
    void nothingIsLeftOfAnAbortedUpload() {
        String address = on(() -> store.create(store.original(id), Long.MAX_VALUE)
                .compose(sink -> sink.write(Buffer.buffer(random(3_000_000)))
                        .compose(written -> sink.abort())
                        .map(gone -> sink.address())));
        assertTrue(file(address).isEmpty());
    }

    @Test
    void abortingTwiceAndAfterTheCommitIsHarmless() {
        String address = on(() -> store.create(store.original(id), Long.MAX_VALUE)
                .compose(sink -> sink.write(Buffer.buffer("x"))
                        .compose(written -> sink.end())
                        .compose(ended -> sink.commit())
                        .compose(durable -> sink.abort())
                        .compose(gone -> sink.abort())
                        .map(gone -> sink.address())));
        assertTrue(file(address).isEmpty());
    }

    @Test
    void anOriginalIsNeverWrittenOver() throws IOException {
        String address = original(id, random(5));
        assertThrows(RuntimeException.class, () -> on(() -> store.create(store.original(id), 10)));
        assertArrayEquals(random(5), bytes(address));
    }

    @Test
    void publishedFilesAreFoundByName() throws IOException {
        String address = publish(1, "video.mp4", "poster.jpg");
        assertEquals("video.mp41", read(file(address, "video.mp4")));
        assertEquals("poster.jpg1", read(file(address, "poster.jpg")));
    }

    @Test
    void attemptsDoNotWriteOverEachOther() throws IOException {
        String first = publish(1, "video.mp4");
        String second = publish(2, "video.mp4");
        assertEquals("video.mp41", read(file(first, "video.mp4")));
        assertEquals("video.mp42", read(file(second, "video.mp4")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../original",
                "./video.mp4",
                "../1/video.mp4",
                "/etc/passwd",
                "..\\original",
                "video.mp4/",
                "video.mp4\0",
                "\0",
                "VIDEO.MP4",
                "video.mp4 ",
                "%2e%2e%2foriginal"
            })
    void aHostileNameFindsNothing(String name) throws IOException {
        original(id, random(5));
        String address = publish(1, "video.mp4");
        assertTrue(file(address, name).isEmpty());
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        String address = publish(1, "video.mp4");
        assertTrue(file(address).isEmpty());
    }

    @Test
    void anAddressOfNothingFindsNothing() {
        assertTrue(file(FileId.random() + "/original").isEmpty());
        assertTrue(file(FileId.random() + "/1", "video.mp4").isEmpty());
    }

    @Test
    void deleteAttemptsKeepsThePublishedOneAndTheOriginal() throws IOException {
        String original = original(id, random(5));
        String first = publish(1, "video.mp4");
        String second = publish(2, "video.mp4");
        on(() -> store.deleteAttempts(id, 2, Optional.of(second)));
        assertTrue(file(first, "video.mp4").isEmpty());
        assertTrue(file(second, "video.mp4").isPresent());
        assertTrue(file(original).isPresent());
    }

    @Test
    void deleteAttemptsRemovesAllWhereNoneWasPublished() throws IOException {
        String original = original(id, random(5));
        String first = publish(1, "video.mp4");
        on(() -> store.deleteAttempts(id, 1, Optional.empty()));
        assertTrue(file(first, "video.mp4").isEmpty());
        assertTrue(file(original).isPresent());
    }

    @Test
    void theAddressOfAnOriginalIsKnownBeforeItIsThere() {
        assertEquals(store.original(id), original(id, random(5)));
    }

    @Test
    void anOriginalCanBeDeletedWithoutWhatWasMadeOfIt() throws IOException {
        String original = original(id, random(5));
        String first = publish(1, "video.mp4");
        on(() -> store.deleteOriginal(original));
        assertTrue(file(original).isEmpty());
        assertTrue(file(first, "video.mp4").isPresent());
    }

    @Test
    void deleteAttemptRemovesThatOneAlone() throws IOException {
        String first = publish(1, "video.mp4");
        String tenth = publish(10, "video.mp4");
        on(() -> store.deleteAttempt(id, 1));
        assertTrue(file(first, "video.mp4").isEmpty());
        assertTrue(file(tenth, "video.mp4").isPresent());
    }

    @Test
    void deleteAttemptsUpToAFenceLeavesLaterOnes() throws IOException {
        String old = publish(7, "video.mp4");
        String last = publish(10, "video.mp4");
        String later = publish(11, "video.mp4", "poster.jpg");
        String muchLater = publish(1_000_000_000_007L, "video.mp4");
        on(() -> store.deleteAttempts(id, 10, Optional.of(old)));
        assertTrue(file(old, "video.mp4").isPresent());
        assertTrue(file(last, "video.mp4").isEmpty());
        on(() -> store.delete(new Doomed(id, 10, store.original(id), false, true)));
        assertTrue(file(old, "video.mp4").isEmpty());
        assertEquals("video.mp411", read(file(later, "video.mp4")));
        assertEquals("poster.jpg11", read(file(later, "poster.jpg")));
        assertTrue(file(muchLater, "video.mp4").isPresent());
    }

    @Test
    void deletedMeansGoneAndOthersStay() throws IOException {
        FileId other = FileId.random();
        String otherAddress = original(other, random(3));
        String address = original(id, random(5));
        String published = publish(1, "video.mp4");
        on(() -> store.deleteAttempts(id, 1, Optional.empty()));
        on(() -> store.deleteOriginal(address));
        assertTrue(file(address).isEmpty());
        assertTrue(file(published, "video.mp4").isEmpty());
        assertTrue(file(otherAddress).isPresent());
    }

    @Test
    void deletingWhatIsNotThereIsHarmless() {
        on(() -> store.deleteOriginal(store.original(id)));
        on(() -> store.deleteAttempt(id, 1));
        on(() -> store.deleteAttempts(id, 1, Optional.empty()));
        assertTrue(file(id + "/original").isEmpty());
    }

    @Test
    void aFileOfWhichMoreIsAskedThanThereIsGivesWhatThereIs() {
        MediaFile file = file(original(id, random(1000))).orElseThrow();
        assertArrayEquals(
                Arrays.copyOfRange(random(1000), 900, 1000),
                on(() -> file.read(900, 500)).getBytes());
        assertEquals(0, on(() -> file.read(1000, 1)).length());
    }

    @Test
    void anotherAddressIsNobodyElses() {
        String first = store.another(id);
        String second = store.another(id);
        assertNotEquals(first, second);
        assertNotEquals(store.original(id), first);
        on(() -> store.create(first, 10)
                .compose(sink -> sink.write(Buffer.buffer("one"))
                        .compose(taken -> sink.end())
                        .compose(ended -> sink.commit())));
        on(() -> store.create(second, 10)
                .compose(sink -> sink.write(Buffer.buffer("two"))
                        .compose(taken -> sink.end())
                        .compose(ended -> sink.abort())));
        assertEquals("one", read(file(first)));
        assertTrue(file(second).isEmpty());
    }

    @Test
    void nothingIsDurableOfWhatWasNotBegun() {
        assertEquals(0, on(() -> store.durable(store.original(id))));
    }

    /** Below, at and above what a store may want to write in one go, the pieces of S3 among them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 70_000, (5 << 20) - 1, 5 << 20, (8 << 20) + 3, (16 << 20) + 1})
    void anOriginalThatComesInPiecesIsTheirSum(int size) {
        String address = store.original(id);
        Buffer all = Buffer.buffer();
        for (int i = 0; i < 3; i++) {
            byte[] piece = random(size + i);
            append(address, piece);
            all.appendBytes(piece);
            assertEquals(all.length(), on(() -> store.durable(address)));
        }
        complete(address);
        assertArrayEquals(all.getBytes(), bytes(address));
    }

    @Test
    void aSinkThatGoesOnCountsFromWhatIsThere() {
        String address = store.original(id);
        append(address, random(1000));
        long begin = on(() ->
                resume(address, Long.MAX_VALUE).compose(sink -> sink.suspend().map(left -> sink.size())));
        assertEquals(1000, begin);
        var refused = assertThrows(
                FailureException.class,
                () -> on(() -> resume(address, 1001)
                        .compose(sink -> sink.write(Buffer.buffer("ab"))
                                .recover(tooLarge ->
                                        sink.suspend().compose(left -> Future.<Void>failedFuture(tooLarge))))));
        assertEquals(Failure.TOO_LARGE, refused.failure());
        assertEquals(1000, on(() -> store.durable(address)));
    }

    @Test
    void anOriginalThatIsNotCompleteCanBeDeletedAndBegunAnew() {
        String address = store.original(id);
        append(address, random(6_000_000));
        append(address, random(10));
        on(() -> store.deleteOriginal(address));
        assertEquals(0, on(() -> store.durable(address)));
        append(address, random(7));
        complete(address);
        assertArrayEquals(random(7), bytes(address));
    }

    @Test
    void originalsAreJoinedInTheOrderAsked() {
        String first = original(FileId.random(), random(6_000_000));
        String second = original(FileId.random(), random(9));
        String third = original(FileId.random(), random(5 << 20));
        String whole = store.original(id);
        on(() -> store.concatenate(whole, List.of(third, first, second)));
        assertArrayEquals(
                Buffer.buffer(random(5 << 20))
                        .appendBytes(random(6_000_000))
                        .appendBytes(random(9))
                        .getBytes(),
                bytes(whole));
        assertArrayEquals(random(9), bytes(second));
    }

    @Test
    void aProgramCanOpenWhatWasFetched() throws IOException {
        String address = original(id, random(3_000_000));
        Path copies = Files.createDirectories(folder.resolve("copies"));
        assertArrayEquals(
                random(3_000_000),
                Files.readAllBytes(on(() -> store.fetch(address, copies)).orElseThrow()));
        assertTrue(
                on(() -> store.fetch(store.original(FileId.random()), copies)).isEmpty());
    }
}
