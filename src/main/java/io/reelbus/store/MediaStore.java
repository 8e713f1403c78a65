package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The store of bytes: originals as they were uploaded and the outputs made of them. An address names bytes in the
 * store for good; nothing that is complete ever changes, and what no committed row names is nobody's.
 */
public interface MediaStore {
    /** The address of the original of a file whose id is new: nothing else will ever be there. */
    String original(FileId fileId);

    /** An address for an original of this file that nobody was given before: more than one client may bring it. */
    String another(FileId fileId);

    /**
     * Begins an original at this address and takes its bytes, at most {@code maxBytes}; the sink's commit completes it,
     * for nobody else can go on with it. Fails where something was begun there before.
     */
    Future<MediaSink> create(String address, long maxBytes);

    /**
     * Goes on with an original that is not complete, behind what is durable of it: that is where the sink's size begins.
     * Whoever has the higher {@code fence} has taken over from those with lower ones, which may still be at work. Where
     * one of those has spoiled or removed it, commit or suspend fail with OFFSET_MISMATCH, and the next goes on from what
     * is durable then.
     */
    Future<MediaSink> resume(String address, long fence, long maxBytes);

    /** How many bytes of an original that is not complete are durable; 0 where nothing was begun. */
    Future<Long> durable(String address);

    /** Makes a complete original at this address of complete ones, one behind the other; those stay. */
    Future<Void> concatenate(String address, List<String> parts);

    /**
     * Makes an attempt's finished files durable and returns the address of their folder, which has the attempt's fence for
     * its name: no other attempt at a file of this id ever has the same, nor one at another file that comes under this id
     * once this one is deleted. Moves the files away.
     *
     * @param stored is told how many bytes of them all are on their way so far, from any thread and before the end; fewer
     *     than before where some have to be sent again
     */
    Future<String> publish(FileId fileId, long fence, List<Path> files, LongConsumer stored);

    /** The file at an address, or empty where there is none. */
    Future<Optional<MediaFile>> file(String address);

    /** The file at an address as one that a program can open: where it is, or a copy in this folder. */
    Future<Optional<Path>> fetch(String address, Path folder);

    /** The file of this name in the folder at an address. A name that is not a plain file name finds nothing. */
    Future<Optional<MediaFile>> file(String address, String name);

    /** Removes the outputs of all attempts up to this fence but those published at the address, if any are. */
    Future<Void> deleteAttempts(FileId fileId, long fence, Optional<String> published);

    /** Removes the outputs of the attempt of this fence, which nobody has published. */
    Future<Void> deleteAttempt(FileId fileId, long fence);

    /**
     * Removes the original at this address, complete or not; nothing happens where there is none. Where the store is out of
     * reach this fails, and the removal is tried again later.
     */
    Future<Void> deleteOriginal(String address);

    /** The same, of one that somebody at any node may go on with where this fails: it is not tried again. */
    default Future<Void> deleteUnfinished(String address) {
        return deleteOriginal(address);
    }

    /** Removes what nobody is promised any more. */
    default Future<Void> delete(Doomed doomed) {
        Future<Void> outputs = doomed.outputs()
                ? deleteAttempts(doomed.fileId(), doomed.fence(), Optional.empty())
                : Future.succeededFuture();
        return outputs.compose(
                gone -> doomed.originalAddress().map(this::deleteOriginal).orElse(Future.succeededFuture()));
    }

    /** How many bytes there is room for; empty where the store knows no bound. */
    Future<OptionalLong> free();

    /** Succeeds when bytes can be written here, and read again. Leaves nothing. */
    Future<Void> ping();

    /** Lets go of what the store holds, once nothing uses it. */
    Future<Void> close();
}
