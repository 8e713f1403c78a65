package io.reelbus;

import java.net.URI;

/** A node that answers HTTP, in this JVM or in a process of its own. */
public interface Reachable {
    /** {@code path} begins with a slash. */
    URI uri(String path);
}
