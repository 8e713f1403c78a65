package io.reelbus.http.orpc;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a procedure answers. */
public sealed interface Output {
    /** One value that JSON can hold. */
    record Value(@Nullable Object json) implements Output {}

    /** An event iterator: {@code begin} is given it open, on the request's context. */
    record Events(Consumer<EventIterator> begin) implements Output {}
}
