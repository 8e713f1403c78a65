package io.reelbus.push;

import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;

/** A socket as delivery sees it; used on its context alone. */
public interface Outlet {
    Context context();

    /** Sends one event of a story. */
    void tell(Telling telling);

    /** Sends an answer to this socket alone. */
    void reply(String event, JsonObject data);

    /** Tells the client what is wrong with what it sent. */
    void complain(String message, Object cause);

    /**
     * The story of this file is over, and its end is not above what the client has said that it has had: it is told
     * nothing. Of use to transports that end with the story.
     */
    default void over(String fileId) {}

    /** Whether the transport can take no more now. */
    boolean isFull();

    /** Calls this once, when the transport can take more. */
    void onDrain(Runnable drained);

    /** A finished file is no longer watched, to make room for one that lives. */
    default void forgotten(String fileId) {}

    /** Ends the connection, at once and so that the client comes back; it is told the reason where it still reads. */
    void end(String reason);
}
