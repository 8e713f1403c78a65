package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A complete file of the media store. */
public interface MediaFile {
    /** In bytes. */
    long size();

    /** Where it can be read on this machine; empty where it is elsewhere. */
    Optional<Path> path();

    /** Bytes from {@code from} on: {@code length} of them, fewer only where the file ends. */
    Future<Buffer> read(long from, int length);

    /**
     * Where a client may fetch it by itself for a while, being told these headers of the answer; empty where only the
     * node can hand it out.
     */
    Optional<URI> link(String contentType, Optional<String> contentDisposition);
}
