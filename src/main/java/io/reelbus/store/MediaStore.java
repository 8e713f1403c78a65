package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The store of bytes: originals as they were uploaded and the outputs made of them. An address names bytes in the
 * store for good; nothing at an address ever changes, and what no committed job row names is nobody's.
 */
public interface MediaStore {
    /** Takes the bytes of a new original, at most {@code maxBytes}; the sink's commit makes them durable. */
    Future<MediaSink> receive(FileId fileId, long maxBytes);

    /** Makes an attempt's finished files durable and returns the address of their folder. Moves the files away. */
    Future<String> publish(FileId fileId, int attempt, List<Path> files);

    /** The file at an address, or empty where there is none. */
    Future<Optional<MediaFile>> file(String address);

    /** The file of this name in the folder at an address. A name that is not a plain file name finds nothing. */
    Future<Optional<MediaFile>> file(String address, String name);

    /** Removes the outputs of all attempts but the one published at the address; of all, where it is empty. */
    Future<Void> deleteAttempts(FileId fileId, Optional<String> published);

    /** Removes the outputs of one attempt, which nobody has published. */
    Future<Void> deleteAttempt(FileId fileId, int attempt);

    /** Removes the original at this address; nothing happens where there is none. */
    Future<Void> deleteOriginal(String address);

    /** The address at which the original of this file is, or will be. */
    String original(FileId fileId);

    /** Succeeds when bytes can be written here, and read again. Leaves nothing. */
    Future<Void> ping();
}
