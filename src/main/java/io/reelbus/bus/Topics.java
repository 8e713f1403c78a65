package io.reelbus.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Every address of the event bus and everything that is said there. The bus only announces: it may lose any message,
 * and whoever listens reads the store to be sure.
 */
public final class Topics {
    /** Work is waiting; body {@code {fileId, media}}. A bell: every free slot hears it and asks the store. */
    public static final String JOBS_AVAILABLE = "jobs.available";

    /** A job was accepted or has ended early; body {@code {fileId, state}}. */
    public static final String JOBS_CHANGED = "jobs.changed";

    private static final long ECHO_MS = 2_000;

    private final EventBus bus;
    private final BusMeters meters;

    public Topics(EventBus bus, MeterRegistry registry) {
        this.bus = bus;
        this.meters = new BusMeters(registry);
    }

    /** A registration: {@code ready} once messages are heard, {@code close} completes when nothing more is. */
    public interface Registration {
        Future<Void> ready();

        Future<Void> close();
    }

    /** Where the events of one file are published; body {@code {event, data}}, see {@link Announcement}. */
    public static String events(FileId fileId) {
        return "job." + fileId;
    }

    /** Where one node asks itself, through the registry of the whole bus, whether it can be reached; empty bodies. */
    public static String echo(String node) {
        return "nodes." + node + ".echo";
    }

    /**
     * Succeeds when this node, of this name, can register and then be found and reached by what it has registered.
     * Registered anew each time: an address that was found once is remembered, even where the registry is gone.
     */
    public Future<Void> askEcho(String node) {
        Registration here =
                registration(bus.<JsonObject>consumer(echo(node), message -> message.reply(new JsonObject())));
        return here.ready()
                .compose(ready ->
                        bus.request(echo(node), new JsonObject(), new DeliveryOptions().setSendTimeout(ECHO_MS)))
                .eventually(here::close)
                .mapEmpty();
    }

    public void publishWork(FileId fileId, String media) {
        bus.publish(
                JOBS_AVAILABLE, new JsonObject().put("fileId", fileId.value()).put("media", media));
    }

    public Registration onWork(Runnable ring) {
        return registration(bus.<JsonObject>consumer(JOBS_AVAILABLE, message -> ring.run()));
    }

    public void publishChanged(FileId fileId, JobState state) {
        bus.publish(JOBS_CHANGED, new JsonObject().put("fileId", fileId.value()).put("state", state.wire()));
    }

    public Registration onChanged(BiConsumer<FileId, JobState> changed) {
        return registration(bus.<JsonObject>consumer(JOBS_CHANGED, message -> {
            JsonObject body = message.body();
            changed.accept(new FileId(body.getString("fileId")), JobState.fromWire(body.getString("state")));
        }));
    }

    public void publish(JobEvent event) {
        Announcement announcement = Announcement.encode(event);
        bus.publish(events(event.fileId()), announcement.toBody());
        meters.published(announcement.event());
    }

    /** Where it is said how much of an upload has come; body {@code {event, data}} as for {@link #events}. */
    public static String received(FileId fileId) {
        return "upload." + fileId;
    }

    /** {@code total} is empty while nobody knows how many bytes it will be. */
    public void publishReceived(FileId fileId, long received, OptionalLong total) {
        bus.publish(
                received(fileId),
                Announcement.ofUpload(fileId, received, total, Instant.now()).toBody());
    }

    /** Listens to how much of an upload has come; the Future completes once this node's own publishes are heard. */
    public Future<Registration> onReceived(FileId fileId, Consumer<Announcement> heard) {
        return listen(received(fileId), heard);
    }

    /** Listens to one file; the Future completes once this node's own publishes are heard. */
    public Future<Registration> onEvents(FileId fileId, Consumer<Announcement> heard) {
        return listen(events(fileId), heard);
    }

    private Future<Registration> listen(String address, Consumer<Announcement> heard) {
        MessageConsumer<JsonObject> consumer =
                bus.consumer(address, message -> heard.accept(Announcement.fromBody(message.body())));
        return consumer.completion().map(ready -> registration(consumer));
    }

    private static Registration registration(MessageConsumer<JsonObject> consumer) {
        return new Registration() {
            @Override
            public Future<Void> ready() {
                return consumer.completion();
            }

            @Override
            public Future<Void> close() {
                return consumer.unregister();
            }
        };
    }
}
