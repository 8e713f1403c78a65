package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.TestConfig;
import io.reelbus.bus.Topics;
import io.reelbus.http.ClientAddress;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.FileId;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a job while a room is about to listen for it, on a bus that is slow to register or does not at all.
 * The periodic look at the store, which would find it too, does not come in time.
 */
class RegistrationTest {
    private static final PushConfig CONFIG = TestConfig.push(Map.of());
    private static final String[] WHOLE = {"subscribed", "started", "progress", "completed"};

    private final Vertx vertx = Vertx.vertx();
    private final FileId id = FileId.random();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    /** What the registration of a file's events waits for. */
    private final Promise<Void> gate = Promise.promise();
    /** Complete when it waits: the story was read before. */
    private final Promise<Void> asked = Promise.promise();

    private JobStore jobs;
    private Topics topics;
    private Rooms rooms;
    private Lease lease;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        topics = new Topics(gated(), new SimpleMeterRegistry());
        Context context = vertx.getOrCreateContext();
        rooms = Await.result(Future.future(opened -> context.runOnContext(task -> Rooms.open(
                        vertx,
                        jobs,
                        topics,
                        CONFIG,
                        new PushMeters(new SimpleMeterRegistry()),
                        TimeUnit.HOURS.toMillis(1))
                .onComplete(opened))));
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, "m", "web"), Priority.DEFAULT));
        lease = ((Claim.Held) Await.result(jobs.claim("w", Set.of("web")))).lease();
    }

    @AfterEach
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    /** The bus itself, but for the events of files, which it registers once the gate opens. */
    private EventBus gated() {
        EventBus bus = vertx.eventBus();
        return (EventBus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, args) -> {
                    if (method.getName().equals("consumer")
                            && args.length == 2
                            && args[0] instanceof String address
                            && address.startsWith("job.")) {
                        @SuppressWarnings("unchecked")
                        Handler<Message<Object>> handler = (Handler<Message<Object>>) args[1];
                        return gated(bus.consumer(address), handler);
                    }
                    try {
                        return method.invoke(bus, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private MessageConsumer<?> gated(MessageConsumer<Object> consumer, Handler<Message<Object>> handler) {
        boolean unused = asked.tryComplete();
        Future<Void> registered =
                gate.future().compose(opened -> consumer.handler(handler).completion());
        return (MessageConsumer<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MessageConsumer.class},
                (proxy, method, args) ->
                        method.getName().equals("completion") ? registered : method.invoke(consumer, args));
    }

    /** A socket that writes down the names of what it is sent. */
    private final class Recorder implements Outlet {
        private final Context context = vertx.getOrCreateContext();

        @Override
        public Context context() {
            return context;
        }

        @Override
        public void tell(Telling telling) {
            heard.add(telling.event().substring("processing:".length()));
        }

        @Override
        public void reply(String event, JsonObject data) {
            heard.add(event);
        }

        @Override
        public void complain(String message, Object cause) {
            heard.add("error " + message);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrain(Runnable drained) {
            throw new AssertionError("it is never full");
        }

        @Override
        public void end(String reason) {
            heard.add("end " + reason);
        }
    }

    private void subscribe() {
        Place place = new Connections(CONFIG, new ClientAddress(List.of()), rooms.meters())
                .enter("192.0.2.1")
                .orElseThrow();
        Recorder recorder = new Recorder();
        Subscriber subscriber = new Subscriber(rooms, place, recorder);
        recorder.context.runOnContext(
                task -> subscriber.subscribe(new JsonObject().put("fileId", id.value()), acknowledged -> {}));
        Await.result(asked.future());
    }

    /** The job ends, and the bus is told, where nobody listens. */
    private void complete() {
        topics.publish(Await.result(jobs.complete(lease, "m/1", Map.of(), AttemptReport.NONE))
                .orElseThrow());
    }

    private void assertHeard(String... expected) {
        Await.until(List.of(expected) + " but heard " + heard, () -> heard.size() >= expected.length);
        assertEquals(List.of(expected), heard);
    }

    @Test
    void anEventBetweenTheReadingAndTheRegistrationIsFoundSoonAfter() {
        subscribe();
        complete();
        gate.complete();
        assertHeard(WHOLE);
    }

    @Test
    void whereTheBusIsSlowTheStoreAnswersAsItIsByThen() {
        subscribe();
        complete();
        assertHeard(WHOLE);
    }

    @Test
    void whoseRegistrationComesLateMissesNothing() {
        subscribe();
        assertHeard("subscribed", "started");
        gate.complete();
        // It may not be there yet, but is looked at once more when it is.
        complete();
        assertHeard(WHOLE);
    }

    @Test
    void whereTheBusRegistersNothingTheStoreAnswersAsItIs() {
        subscribe();
        complete();
        gate.fail("no registry");
        assertHeard(WHOLE);
    }
}
