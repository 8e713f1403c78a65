package io.reelbus.bus;

import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
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

    private final EventBus bus;

    public Topics(EventBus bus) {
        this.bus = bus;
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
        bus.publish(events(event.fileId()), Announcement.encode(event).toBody());
    }

    /** Listens to one file; the Future completes once this node's own publishes are heard. */
    public Future<Registration> onEvents(FileId fileId, Consumer<Announcement> heard) {
        MessageConsumer<JsonObject> consumer =
                bus.consumer(events(fileId), message -> heard.accept(Announcement.fromBody(message.body())));
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
