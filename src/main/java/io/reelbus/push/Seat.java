package io.reelbus.push;

import io.reelbus.job.Seq;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/**
 * One socket's place in the room of one file. It remembers the last position the socket has had, so nothing is told
 * twice or out of order. Used on the socket's event loop alone.
 */
final class Seat {
    /** What its socket does with what arrives. */
    interface Owner {
        /** The story so far is known: {@code known} tells whether the file exists. Called once, before any telling. */
        void opened(boolean known, List<Telling> soFar);

        void told(Telling telling);

        /** The story is over, and its end is not above what the socket has said that it has had: nothing is told. */
        void over();

        /** The wait for a file that does not exist has ended. */
        void dismissed(String reason);

        /** One of these calls has thrown this, so that something was not told: nothing more will be. */
        void failed(Throwable trouble);
    }

    private final String fileId;
    private final Context context;
    private final Owner owner;
    private final boolean knowsFile;
    private volatile long takenAt = System.nanoTime();
    private volatile boolean wantsUpload;
    /** Where it stands in its row, for the row alone. */
    int number = -1;

    private long last;
    private boolean over;
    private boolean left;

    Seat(String fileId, long after, Context context, Owner owner) {
        this.fileId = fileId;
        this.last = after;
        this.knowsFile = after >= Seq.ofEntry(1);
        this.context = ((ContextInternal) context).unwrap();
        this.owner = owner;
    }

    String fileId() {
        return fileId;
    }

    /** Where it is told: what all sockets of one event loop and server share, each having a duplicate for its request. */
    Context context() {
        return context;
    }

    /** Whether the socket has had something of the file, and so there is one or was. From any context. */
    boolean knowsFile() {
        return knowsFile;
    }

    /** When it was taken, by {@link System#nanoTime()}. */
    long takenAt() {
        return takenAt;
    }

    /** Begins its wait for a file anew, since that is on its way. From any context. */
    void waitOn() {
        takenAt = System.nanoTime();
    }

    /** It is told how much of the upload has come, too. From any context. */
    void wantUpload() {
        wantsUpload = true;
    }

    boolean wantsUpload() {
        return wantsUpload;
    }

    void open(boolean known, List<Telling> soFar) {
        if (!left) {
            owner.opened(known, soFar);
        }
    }

    void tell(Telling telling) {
        if (left || (telling.isUpload() && !wantsUpload)) {
            return;
        }
        if (telling.isOutsideStory() ? !over : telling.seq() > last) {
            last = Math.max(last, telling.seq());
            over = telling.isTerminal();
            owner.told(telling);
        } else if (telling.isTerminal() && !over) {
            over = true;
            owner.over();
        }
    }

    void dismiss(String reason) {
        if (!left) {
            left = true;
            try {
                owner.dismissed(reason);
            } catch (RuntimeException | Error e) {
                owner.failed(e);
            }
        }
    }

    /** It could not be told something, and so is told nothing behind that. */
    void fail(Throwable trouble) {
        left = true;
        owner.failed(trouble);
    }

    /** Whether its socket has had the end of the story. */
    boolean isOver() {
        return over;
    }

    /** Nothing is told from now on, whatever is still on its way. */
    void leave() {
        left = true;
    }
}
