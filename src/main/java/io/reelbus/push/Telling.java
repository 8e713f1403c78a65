package io.reelbus.push;

import io.reelbus.bus.Announcement;
import io.vertx.core.json.jackson.JacksonCodec;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the sockets of this node: encoded once for each form in which a transport sends it, however
 * many sockets get it.
 */
public final class Telling {
    /** Writes the tree as it stands: a fraction of the cost of the data binding that Vert.x takes where it finds it. */
    private static final JacksonCodec JSON = new JacksonCodec();

    private final String event;
    private final String fileId;
    private final long seq;
    private final boolean conflatable;
    private final boolean upload;
    private final boolean terminal;
    private final String json;
    private volatile @Nullable Form forms;
    private @Nullable LongAdder deliveries;

    Telling(Announcement announcement) {
        this.event = announcement.event();
        this.fileId = announcement.fileId();
        this.seq = announcement.seq();
        this.conflatable = announcement.isConflatable();
        this.upload = event.equals(Announcement.UPLOAD);
        this.terminal = announcement.isTerminal();
        this.json = JSON.toString(announcement.data());
    }

    public String event() {
        return event;
    }

    public String fileId() {
        return fileId;
    }

    public long seq() {
        return seq;
    }

    /** Whether it has no position in the story: it is true for the moment alone, as a place in the queue is. */
    boolean isOutsideStory() {
        return seq == 0;
    }

    /** Whether it says how much of an upload has come, which is for those who asked for it: the file does not exist yet. */
    boolean isUpload() {
        return upload;
    }

    /** Whether a later progress of the same file makes this one worthless. */
    public boolean isConflatable() {
        return conflatable;
    }

    /** Whether nothing follows it. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Counts one delivery. The counter is looked up at the first; two loops that do so at once find the same one. */
    void delivered(PushMeters meters) {
        LongAdder counter = deliveries;
        if (counter == null) {
            counter = meters.deliveries(event);
            deliveries = counter;
        }
        counter.increment();
    }

    /** What it counts in an outbox. */
    int bytes() {
        return json.length();
    }

    /** The payload as JSON text. */
    public String json() {
        return json;
    }

    /** The form that this function makes of it; made at the first call. Give the same function object each time. */
    @SuppressWarnings("unchecked")
    public <T> T as(Function<Telling, T> form) {
        Object made = find(form);
        return (T) (made == null ? make(form) : made);
    }

    private @Nullable Object find(Function<Telling, ?> form) {
        for (Form each = forms; each != null; each = each.next) {
            if (each.form == form) {
                return each.made;
            }
        }
        return null;
    }

    private synchronized Object make(Function<Telling, ?> form) {
        Object made = find(form);
        if (made == null) {
            made = form.apply(this);
            forms = new Form(form, made, forms);
        }
        return made;
    }

    /** There are as many forms as kinds of sockets that watch: one or two, so a list is the fastest map. */
    private record Form(
            Function<Telling, ?> form,
            Object made,
            @Nullable Form next) {}
}
