package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.TestConfig;
import io.reelbus.http.ClientAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final String HERE = "192.0.2.1";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Connections connections(String... settings) {
        Map<String, String> all = Map.of(
                "REELBUS_PUSH_MAX_CONNECTIONS_PER_ADDRESS", settings[0],
                "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "3",
                "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_ADDRESS", "4",
                "REELBUS_PUSH_MAX_WAITING_PER_SOCKET", "2",
                "REELBUS_PUSH_MAX_WAITING_PER_ADDRESS", "3",
                "REELBUS_PUSH_MAX_WAITING_PER_NODE", "4");
        return new Connections(TestConfig.push(all), new ClientAddress(List.of()), new PushMeters(registry));
    }

    @Test
    void anAddressHasSoManyConnectionsAndOthersTheirOwn() {
        Connections connections = connections("2");
        Place first = connections.enter(HERE).orElseThrow();
        Place second = connections.enter(HERE).orElseThrow();
        assertTrue(connections.enter(HERE).isEmpty());
        assertEquals(
                1,
                registry.counter("reelbus.push.refused", "limit", "connections").count());
        Place other = connections.enter("192.0.2.2").orElseThrow();
        first.close();
        Place third = connections.enter(HERE).orElseThrow();
        assertTrue(connections.enter(HERE).isEmpty());
        List.of(second, third, other).forEach(Place::close);
        assertEquals(0, connections.addresses());
    }

    @Test
    void aPlaceThatIsClosedTwiceIsGivenBackOnce() {
        Connections connections = connections("2");
        Place first = connections.enter(HERE).orElseThrow();
        Place second = connections.enter(HERE).orElseThrow();
        first.close();
        first.close();
        assertTrue(connections.enter(HERE).isPresent());
        assertTrue(connections.enter(HERE).isEmpty());
        second.close();
    }

    @Test
    void zeroSetsNoLimit() {
        Connections connections = connections("0");
        List<Place> places = IntStream.range(0, 1000)
                .mapToObj(i -> connections.enter(HERE).orElseThrow())
                .toList();
        places.forEach(Place::close);
        assertEquals(0, connections.addresses());
    }

    @Test
    void subscriptionsAreCountedForTheSocketAndForTheAddress() {
        Connections connections = connections("9");
        Place first = connections.enter(HERE).orElseThrow();
        Place second = connections.enter(HERE).orElseThrow();
        IntStream.range(0, 3).forEach(i -> assertEquals(Optional.empty(), first.subscribe()));
        assertEquals(Optional.of("one connection may watch 3 files"), first.subscribe());
        assertEquals(Optional.empty(), second.subscribe());
        assertEquals(Optional.of("the connections of one address may watch 4 files"), second.subscribe());
        first.unsubscribe();
        assertEquals(Optional.empty(), second.subscribe());
        first.close();
        assertEquals(Optional.empty(), second.subscribe());
    }

    @Test
    void waitsAreCountedForTheSocketTheAddressAndTheNode() {
        Connections connections = connections("9");
        Place first = connections.enter(HERE).orElseThrow();
        Place second = connections.enter(HERE).orElseThrow();
        Place elsewhere = connections.enter("192.0.2.2").orElseThrow();
        assertEquals(Optional.empty(), first.beginWait());
        assertEquals(Optional.empty(), first.beginWait());
        assertEquals(Optional.of("one connection may wait for 2 files that do not exist"), first.beginWait());
        assertEquals(Optional.empty(), second.beginWait());
        assertEquals(
                Optional.of("the connections of one address may wait for 3 files that do not exist"),
                second.beginWait());
        assertEquals(Optional.empty(), elsewhere.beginWait());
        assertEquals(Optional.of("too many files that do not exist are waited for"), elsewhere.beginWait());
        assertEquals(4, connections.waiting());
        first.close();
        assertEquals(2, connections.waiting());
        assertEquals(Optional.empty(), elsewhere.beginWait());
        List.of(second, elsewhere).forEach(Place::close);
        assertEquals(0, connections.waiting());
        assertEquals(0, connections.addresses());
    }

    @Test
    void whatIsGivenBackAfterTheEndIsNotGivenBackTwice() {
        Connections connections = connections("9");
        Place first = connections.enter(HERE).orElseThrow();
        Place second = connections.enter(HERE).orElseThrow();
        List<Optional<String>> taken = new ArrayList<>();
        taken.add(first.subscribe());
        taken.add(first.beginWait());
        taken.add(second.subscribe());
        taken.add(second.beginWait());
        assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), taken);
        first.close();
        first.unsubscribe();
        first.endWait();
        assertEquals(1, connections.waiting());
        second.close();
    }
}
