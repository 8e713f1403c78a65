package io.reelbus.upload;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A file on its way in. Used on the context that opened it; in the end it is either finished or abandoned. */
public interface Incoming {
    /** Where its bytes go. */
    WriteStream<Buffer> sink();

    /**
     * All of its bytes were written. After a failure nothing is left of it.
     *
     * @param filename the client's name for it
     * @param mimeType as the client says
     */
    Future<Receipt> finish(String filename, String mimeType, Wishes wishes);

    /** Removes what has arrived; never fails. */
    Future<Void> abandon();
}
