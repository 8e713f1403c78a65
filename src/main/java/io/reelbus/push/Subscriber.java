package io.reelbus.push;

import io.reelbus.job.FileId;
import io.reelbus.job.Seq;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket and the files it watches: the verbs {@code subscribe:file} and {@code unsubscribe:file}, whatever
 * transport carries them. Used on the socket's context alone.
 */
public final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    public static final String SUBSCRIBE = "subscribe:file";
    public static final String UNSUBSCRIBE = "unsubscribe:file";

    /** How much of what a client sent is sent back to it with what was wrong. */
    private static final int MAX_ECHO = 500;

    /** How many finished files an offset still names: enough for a page that asks for them again whenever it connects. */
    private static final int MAX_FINISHED = 20;

    /** The position of a file of which there is nothing to tell yet. */
    private static final long EXISTS = Seq.ofEntry(1);

    /** Who says to have had more is taken to have had this, behind which there is room for an end. */
    private static final long HIGHEST = Seq.ofEntry(Integer.MAX_VALUE - 1);

    private final Rooms rooms;
    private final Place place;
    private final Outlet outlet;
    private final Reader reader;
    private final Pace pace;
    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private boolean failed;

    /** A watched file: its seat, how far its events were sent, and who still waits for the answer to a subscribe. */
    private final class Watch implements Seat.Owner {
        final Seat seat;
        final Optional<String> name;

        /** The last position that was handed to the transport; what waits in the outbox is not counted. */
        long sent;

        /** Whether the end was. */
        boolean over;

        @Nullable
        JsonObject answer;

        Consumer<JsonObject> onOpen = answer -> {};

        /** Whether the file does not exist yet. */
        boolean waits;

        /** Called when the story so far was told. */
        Runnable onTold = () -> {};

        Watch(String fileId, long after) {
            this.seat = new Seat(fileId, after, outlet.context(), this);
            this.name = FileId.parse(fileId).map(Offset::name);
            this.sent = Math.min(after, HIGHEST);
        }

        void sent(Telling telling) {
            if (telling.isUpload()) {
                return;
            }
            sent = Math.max(sent, telling.isOutsideStory() ? EXISTS : telling.seq());
            over |= telling.isTerminal();
        }

        @Override
        public void opened(boolean known, List<Telling> soFar) {
            Subscriber.this.opened(this, known, soFar);
        }

        @Override
        public void told(Telling telling) {
            Subscriber.this.told(this, telling);
        }

        @Override
        public void over() {
            over = true;
            outlet.over(seat.fileId());
        }

        @Override
        public void dismissed(String reason) {
            forget(this);
            outlet.reply(
                    "unsubscribed",
                    new JsonObject().put("fileId", seat.fileId()).put("reason", reason));
        }

        @Override
        public void failed(Throwable trouble) {
            Subscriber.this.failed(trouble);
        }
    }

    /** What it watches is counted in the place, which is closed by whoever entered. */
    public Subscriber(Rooms rooms, Place place, Outlet outlet) {
        this.rooms = rooms;
        this.place = place;
        this.outlet = outlet;
        PushConfig config = rooms.config();
        this.reader = new Reader(outlet, this::deliver, config, rooms.slowReaders(), rooms.meters(), System::nanoTime);
        this.pace = place.pace();
    }

    /**
     * Counts one message of the client, whatever is in it. False where it must not be executed: the client sends too
     * many, and is told so once a second, or its connection ends.
     */
    public boolean mayAsk() {
        Pace.Verdict verdict = pace.take(System.nanoTime());
        if (verdict == Pace.Verdict.FINE) {
            return true;
        }
        rooms.meters().refused(Limit.MESSAGES);
        int most = rooms.config().maxMessagesPerSecond();
        if (verdict == Pace.Verdict.TOO_FAST) {
            outlet.complain(
                    "only " + most + " messages a second are executed; the rest are dropped",
                    new JsonObject().put("maxMessagesPerSecond", most));
        } else if (verdict == Pace.Verdict.FLOOD) {
            outlet.end("too many messages");
        }
        return false;
    }

    /**
     * Handles {@code subscribe:file}: answers {@code subscribed}, then tells the story so far and what follows. A
     * second one for a watched file is answered too, but nothing is told twice. {@code acknowledge} is given the
     * answer after it was sent.
     */
    public void subscribe(@Nullable Object payload, Consumer<JsonObject> acknowledge) {
        SubscribeRequest asked;
        try {
            asked = SubscribeRequest.read(payload);
        } catch (IllegalArgumentException wrong) {
            outlet.complain(String.valueOf(wrong.getMessage()), cause(SUBSCRIBE, payload));
            return;
        }
        Watch watched = watches.get(asked.fileId());
        if (watched == null) {
            begin(asked, payload, acknowledge);
            return;
        }
        if (asked.upload() && !watched.seat.wantsUpload()) {
            watched.seat.wantUpload();
            rooms.listenToUpload(watched.seat);
        }
        if (watched.answer == null) {
            watched.onOpen = watched.onOpen.andThen(answer -> reply(answer, acknowledge));
        } else {
            reply(watched.answer, acknowledge);
        }
    }

    private void begin(SubscribeRequest asked, @Nullable Object payload, Consumer<JsonObject> acknowledge) {
        Optional<String> tooMany = place.subscribe();
        if (tooMany.isPresent() && forgetOneThatIsOver()) {
            tooMany = place.subscribe();
        }
        if (tooMany.isPresent()) {
            rooms.meters().refused(Limit.SUBSCRIPTIONS);
            outlet.complain(tooMany.get(), cause(SUBSCRIBE, payload));
            return;
        }
        Watch watch = new Watch(asked.fileId(), asked.after());
        watch.onOpen = answer -> reply(answer, acknowledge);
        watches.put(asked.fileId(), watch);
        if (asked.upload()) {
            watch.seat.wantUpload();
        }
        rooms.enter(watch.seat);
    }

    /** A finished story is remembered only so that nothing is told twice: it makes room for one that lives. */
    private boolean forgetOneThatIsOver() {
        Optional<Watch> over =
                watches.values().stream().filter(watch -> watch.over).findFirst();
        over.ifPresent(watch -> {
            leave(watch);
            outlet.forgotten(watch.seat.fileId());
        });
        return over.isPresent();
    }

    private void reply(JsonObject answer, Consumer<JsonObject> acknowledge) {
        outlet.reply("subscribed", answer);
        acknowledge.accept(answer);
    }

    /** Handles {@code unsubscribe:file}: nothing of the file is told after the answer. */
    public void unsubscribe(@Nullable Object payload, Consumer<JsonObject> acknowledge) {
        String id;
        try {
            id = SubscribeRequest.fileId(payload);
        } catch (IllegalArgumentException wrong) {
            outlet.complain(String.valueOf(wrong.getMessage()), cause(UNSUBSCRIBE, payload));
            return;
        }
        Watch watch = watches.get(id);
        if (watch != null) {
            leave(watch);
            reader.forget(id);
        }
        JsonObject answer = new JsonObject().put("fileId", id);
        outlet.reply("unsubscribed", answer);
        acknowledge.accept(answer);
    }

    /** Whether no more than one file is watched. */
    boolean watchesOne() {
        return watches.size() == 1;
    }

    /** Where the socket stands with what it was sent until now. An id that can name no file is left out. */
    Offset offset() {
        long finished = watches.values().stream().filter(watch -> watch.over).count();
        List<Offset.Entry> entries = new ArrayList<>(watches.size());
        for (Watch watch : watches.values()) {
            if (watch.name.isPresent() && !(watch.over && finished-- > MAX_FINISHED)) {
                entries.add(new Offset.Entry(watch.name.get(), watch.sent, watch.over));
            }
        }
        return new Offset(entries);
    }

    /**
     * Lets the socket stand where its client stood before its connection was cut: whatever came meanwhile is told, then
     * what follows. {@code told} is called when all stories are known; where that is at once, before this returns.
     * False, and nothing is watched, where these are more files than may be.
     */
    boolean resume(Offset offset, Runnable told) {
        List<Watch> open = new ArrayList<>();
        for (Offset.Entry entry : offset.entries()) {
            if (place.subscribe().isPresent()) {
                rooms.meters().refused(Limit.SUBSCRIPTIONS);
                close();
                return false;
            }
            String id = entry.fileId().value();
            Watch watch = new Watch(id, entry.seq());
            watches.put(id, watch);
            if (entry.over()) {
                watch.over = true;
                watch.answer = new JsonObject().put("fileId", id);
            } else {
                open.add(watch);
            }
        }
        if (open.isEmpty()) {
            told.run();
        }
        AtomicInteger left = new AtomicInteger(open.size());
        for (Watch watch : open) {
            watch.onTold = () -> {
                if (left.decrementAndGet() == 0) {
                    told.run();
                }
            };
            rooms.enter(watch.seat);
        }
        return true;
    }

    /**
     * Something could not be handed to the transport, as where there is no memory for it: the connection ends, so that the
     * client comes back and is told it. Of use to transports too, where a client's message could not be answered.
     */
    public void failed(Throwable trouble) {
        if (!failed) {
            failed = true;
            try {
                reader.close();
                outlet.end("the server has failed");
            } finally {
                LOG.atError().setCause(trouble).log("could not tell a socket; its connection ends");
            }
        }
    }

    /** The socket is gone: so is all that it watched. */
    public void close() {
        reader.close();
        List.copyOf(watches.values()).forEach(this::leave);
    }

    private void leave(Watch watch) {
        watch.seat.leave();
        rooms.leave(watch.seat);
        forget(watch);
    }

    private void forget(Watch watch) {
        watches.remove(watch.seat.fileId());
        place.unsubscribe();
        endWait(watch);
    }

    private void endWait(Watch watch) {
        if (watch.waits) {
            watch.waits = false;
            place.endWait();
        }
    }

    private void opened(Watch watch, boolean known, List<Telling> soFar) {
        if (known) {
            watch.sent = Math.max(watch.sent, EXISTS);
        }
        boolean deleted = !known && watch.sent >= EXISTS;
        if (known || deleted || mayWait(watch)) {
            JsonObject answer = new JsonObject().put("fileId", watch.seat.fileId());
            if (!known) {
                answer.put("known", false);
            }
            watch.answer = answer;
            watch.onOpen.accept(answer);
            soFar.forEach(watch.seat::tell);
        }
        if (deleted) {
            tellDeleted(watch);
        }
        watch.onTold.run();
    }

    /** Counts one more that waits for a file; where that is too many, the client is told so and the watch ends. */
    private boolean mayWait(Watch watch) {
        Optional<String> tooMany = place.beginWait();
        watch.waits = tooMany.isEmpty();
        tooMany.ifPresent(wrong -> {
            leave(watch);
            rooms.meters().refused(Limit.WAITING);
            outlet.complain(wrong, cause(SUBSCRIBE, new JsonObject().put("fileId", watch.seat.fileId())));
        });
        return watch.waits;
    }

    /** The client has had events of a file that is not there any more: somebody deleted it while the client was away. */
    private void tellDeleted(Watch watch) {
        FileId.parse(watch.seat.fileId())
                .ifPresent(id -> Deletion.after(id, watch.sent).forEach(watch.seat::tell));
        rooms.leave(watch.seat);
    }

    private void told(Watch watch, Telling telling) {
        if (!telling.isUpload()) {
            exists(watch);
        }
        if (reader.takesNow()) {
            deliver(watch, telling);
        } else {
            reader.tell(telling);
        }
    }

    private void exists(Watch watch) {
        if (watch.waits) {
            endWait(watch);
        }
        if (watch.answer != null && watch.answer.size() > 1) {
            watch.answer.remove("known");
        }
    }

    /** What waited for its reader, which may ask for it from anywhere. */
    private void deliver(Telling telling) {
        Watch watch = watches.get(telling.fileId());
        try {
            if (watch == null) {
                hand(telling);
            } else {
                deliver(watch, telling);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void deliver(Watch watch, Telling telling) {
        long before = watch.sent;
        boolean overBefore = watch.over;
        // First, for the event carries the position that its client then has.
        watch.sent(telling);
        try {
            hand(telling);
        } catch (RuntimeException | Error e) {
            watch.sent = before;
            watch.over = overBefore;
            throw e;
        }
    }

    private void hand(Telling telling) {
        outlet.tell(telling);
        telling.delivered(rooms.meters());
    }

    private static JsonObject cause(String event, @Nullable Object payload) {
        String text = Json.encode(payload);
        Object echo = text.length() > MAX_ECHO ? text.substring(0, MAX_ECHO) + "..." : payload;
        return new JsonObject().put("pattern", event).put("data", echo);
    }
}
