package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TapsTest {
    private final Vertx vertx = Vertx.vertx();
    private final EventBus bus = vertx.eventBus();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Taps taps;

    @BeforeEach
    void open() {
        taps = Await.result(Taps.open(vertx, "here", registry));
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private static final class Heard implements Tap.Listener {
        private final List<String> joined = new CopyOnWriteArrayList<>();
        private final List<JsonObject> seen = new CopyOnWriteArrayList<>();
        private final AtomicLong dropped = new AtomicLong();

        @Override
        public void joined(String node) {
            joined.add(node);
        }

        @Override
        public void seen(String node, List<String> sightings, long left) {
            sightings.forEach(each -> seen.add(new JsonObject(each)));
            dropped.addAndGet(left);
        }

        List<JsonObject> await(int count) {
            Await.until(count + " are seen", () -> seen.size() >= count);
            return seen;
        }
    }

    private Tap tap(String pattern, boolean received, int perSecond, Heard heard) {
        Tap tap = Await.result(taps.tap(new AddressPattern(pattern), received, perSecond, heard));
        Await.until("the node has joined", () -> heard.joined.equals(List.of("here")));
        return tap;
    }

    /** What Vert.x holds, which it shows to nobody. */
    private int interceptors() throws ReflectiveOperationException {
        int count = 0;
        for (String name : List.of("outboundInterceptors", "inboundInterceptors")) {
            Field field = bus.getClass().getDeclaredField(name);
            field.setAccessible(true);
            count += Array.getLength(field.get(bus));
        }
        return count;
    }

    private void assertOpen(int count, int interceptors) throws ReflectiveOperationException {
        // They are forgotten first, and then taken off the bus.
        Await.until(
                count + " are open, as " + interceptors + " interceptors",
                () -> taps.count() == count && interceptors() == interceptors);
        assertEquals(count, registry.get("reelbus.taps").gauge().value());
    }

    @Test
    void aTapThatIsOffIsNotThereAtAll() throws Exception {
        assertOpen(0, 0);
        Tap first = tap("a", false, 10, new Heard());
        assertOpen(1, 1);
        Tap second = tap("b", true, 10, new Heard());
        assertOpen(2, 2);
        Await.result(second.close());
        assertOpen(1, 1);
        Await.result(first.close());
        assertOpen(0, 0);
    }

    @Test
    void eachMessageIsOneRecordOfWhatItIs() throws Exception {
        Heard heard = new Heard();
        try {
            bus.<String>consumer("work.echo", message -> message.reply("re: " + message.body()));
            Tap unused = tap("*", false, 100, heard);
            bus.publish("nobody.listens", new JsonObject().put("n", 1), new DeliveryOptions().addHeader("h", "v"));
            bus.send("work.echo", "one way");
            assertEquals(
                    "re: hello",
                    Await.result(bus.<String>request("work.echo", "hello")).body());
            List<JsonObject> seen = heard.await(4);
            assertEquals(
                    List.of("publish nobody.listens", "send work.echo", "request work.echo"),
                    seen.stream()
                            .filter(each -> !each.getString("kind").equals("reply"))
                            .map(each -> each.getString("kind") + " " + each.getString("address"))
                            .toList());
            JsonObject published = seen.get(0);
            assertEquals(
                    List.of("node", "direction", "kind", "address", "headers", "body", "timestamp"),
                    List.copyOf(published.fieldNames()));
            assertEquals("here", published.getString("node"));
            assertEquals("sent", published.getString("direction"));
            assertEquals(new JsonObject().put("h", "v"), published.getJsonObject("headers"));
            assertEquals(new JsonObject().put("n", 1), published.getJsonObject("body"));
            JsonObject request = find(seen, "request");
            JsonObject reply = find(seen, "reply");
            assertEquals(request.getString("replyAddress"), reply.getString("address"));
            assertEquals("re: hello", reply.getString("body"));
        } finally {
            assertEquals(0, heard.dropped.get());
        }
    }

    private static JsonObject find(List<JsonObject> seen, String kind) {
        return seen.stream()
                .filter(each -> each.getString("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void receiptsAreShownToWhoAsksForThemOncePerConsumer() {
        Heard both = new Heard();
        Heard sent = new Heard();
        bus.consumer("news", message -> {});
        bus.consumer("news", message -> {});
        Tap unused = tap("news", true, 100, both);
        Tap alsoUnused = tap("news", false, 100, sent);
        bus.publish("news", "n");
        bus.publish("news", "m");
        assertEquals(
                "[received, received, received, received, sent, sent]",
                both.await(6).stream()
                        .map(each -> each.getString("direction"))
                        .sorted()
                        .toList()
                        .toString());
        assertEquals(2, sent.await(2).size());
    }

    @Test
    void aTapTakesNoMessageFromThoseWhoAreToGetIt() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        bus.consumer("job", message -> first.incrementAndGet());
        bus.consumer("job", message -> second.incrementAndGet());
        Heard heard = new Heard();
        Tap unused = tap("job", true, 10_000, heard);
        for (int i = 0; i < 1000; i++) {
            bus.send("job", i);
        }
        Await.until("all have arrived", () -> first.get() + second.get() == 1000);
        assertEquals(500, first.get());
        assertEquals(2000, heard.await(2000).size());
    }

    /** An object that goes over this bus alone, and goes wrong when it is looked at. */
    private static final class Odd {
        @Override
        public String toString() {
            throw new IllegalStateException("looked at");
        }
    }

    private static final class OddCodec implements MessageCodec<Odd, Odd> {
        @Override
        public void encodeToWire(Buffer buffer, Odd odd) {
            throw new IllegalStateException("not over a wire");
        }

        @Override
        public Odd decodeFromWire(int at, Buffer buffer) {
            throw new IllegalStateException("not over a wire");
        }

        @Override
        public Odd transform(Odd odd) {
            return odd;
        }

        @Override
        public String name() {
            return "odd";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }

    @Test
    void aBodyOfAnyKindArrivesUntouched() {
        bus.registerDefaultCodec(Odd.class, new OddCodec());
        JsonObject circle = new JsonObject();
        circle.put("self", circle);
        bus.consumer("any", message -> message.reply(message.body()));
        Heard heard = new Heard();
        Tap unused = tap("*", true, 1000, heard);
        Odd odd = new Odd();
        assertTrue(odd == Await.result(bus.<Odd>request("any", odd)).body());
        Buffer huge = Buffer.buffer(new byte[5_000_000]);
        assertEquals(huge, Await.result(bus.<Buffer>request("any", huge)).body());
        assertEquals(null, Await.result(bus.request("any", null)).body());
        String text = "x".repeat(5_000_000);
        assertEquals(text, Await.result(bus.<String>request("any", text)).body());
        var refused = bus.request("nobody", "n");
        assertThrows(ReplyException.class, () -> Await.result(refused));
        bus.consumer("fails", message -> message.fail(7, "no"));
        var failed = bus.request("fails", "n");
        assertEquals(
                7,
                assertThrows(ReplyException.class, () -> Await.result(failed)).failureCode());
        // Four kinds asked and answered, each sent and received; one for nobody; one that failed.
        List<JsonObject> seen = heard.await(4 * 4 + 1 + 4);
        assertEquals(
                Set.of(Odd.class.getName(), "bytes", "failure"),
                seen.stream()
                        .map(each -> each.getString("bodyType"))
                        .filter(each -> each != null)
                        .collect(Collectors.toSet()));
        assertEquals(
                8,
                seen.stream()
                        .filter(each -> each.getBoolean("truncated", false))
                        .count());
        assertTrue(seen.stream().allMatch(each -> each.encode().length() < 3 * Sighting.MAX_BODY));
    }

    @Test
    void whatIsTooMuchIsLeftOutAndCountedWhileTheMessagesGoOn() {
        AtomicInteger arrived = new AtomicInteger();
        bus.consumer("flood", message -> arrived.incrementAndGet());
        Heard heard = new Heard();
        Tap unused = tap("flood", false, 100, heard);
        for (int i = 0; i < 5000; i++) {
            bus.send("flood", i);
        }
        Await.until("all have arrived", () -> arrived.get() == 5000);
        Await.until("each was shown or counted", () -> heard.seen.size() + heard.dropped.get() == 5000);
        assertTrue(heard.seen.size() >= 100);
        assertTrue(heard.dropped.get() > 0);
    }

    @Test
    void whatTapsTellEachOtherIsNotShown() {
        Heard heard = new Heard();
        Heard other = new Heard();
        Tap unused = tap("*", true, 1000, heard);
        Tap alsoUnused = tap("*", true, 1000, other);
        bus.publish("marker", 1);
        heard.await(1);
        other.await(1);
        assertEquals(
                List.of("marker"),
                heard.seen.stream().map(each -> each.getString("address")).toList());
        assertEquals(
                List.of("marker"),
                other.seen.stream().map(each -> each.getString("address")).toList());
    }

    @Test
    void nothingIsToldAfterATapIsClosed() {
        Heard heard = new Heard();
        Heard other = new Heard();
        Tap tap = tap("a", false, 100, heard);
        Tap unused = tap("a", false, 100, other);
        Await.result(tap.close());
        Await.until("it is gone", () -> taps.count() == 1);
        bus.publish("a", 1);
        other.await(1);
        assertEquals(List.of(), heard.seen);
        assertFalse(other.seen.isEmpty());
    }

    @Test
    void anInterestThatNobodyRenewsEndsByItself() throws Exception {
        bus.publish(
                Taps.ADDRESS,
                new JsonObject()
                        .put("id", "of a node that has died")
                        .put("address", "*")
                        .put("received", true)
                        .put("perSecond", 10));
        assertOpen(1, 2);
        assertOpen(0, 0);
    }
}
