package io.reelbus.push;

import io.reelbus.http.ClientAddress;
import io.reelbus.job.Failure;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections that clients keep open to this node, over all transports, by the address they come from. Whoever
 * keeps one open for a client enters here first, and leaves by closing the place it was given. From any thread.
 */
public final class Connections {
    private final PushConfig config;
    private final ClientAddress addresses;
    private final PushMeters meters;
    private final Tally waiting = new Tally();
    private final Map<String, Account> accounts = new HashMap<>();

    public Connections(PushConfig config, ClientAddress addresses, PushMeters meters) {
        this.config = config;
        this.addresses = addresses;
        this.meters = meters;
    }

    /** All that the connections of one address hold. */
    static final class Account {
        final String address;
        final Tally connections = new Tally();
        final Tally subscriptions = new Tally();
        final Tally waiting = new Tally();

        Account(String address) {
            this.address = address;
        }
    }

    /** A place for the connection that this request opens; empty where its client has too many. */
    public Optional<Place> enter(HttpServerRequest request) {
        return enter(addresses.of(request));
    }

    /** A place for one connection of this address; empty where it has too many. */
    public synchronized Optional<Place> enter(String address) {
        Account account = accounts.computeIfAbsent(address, Account::new);
        if (!account.connections.take(config.maxConnectionsPerAddress())) {
            meters.refused(Limit.CONNECTIONS);
            return Optional.empty();
        }
        return Optional.of(new Place(config, waiting, account, this::leave));
    }

    private synchronized void leave(Account account) {
        account.connections.giveBack();
        if (account.connections.count() == 0) {
            accounts.remove(account.address);
        }
    }

    /** How many addresses have connections. */
    synchronized int addresses() {
        return accounts.size();
    }

    /** How many files that do not exist are waited for, once for each connection. */
    int waiting() {
        return waiting.count();
    }

    /** What a client is told over HTTP whose connection is not taken: it may come back later. */
    public static RuntimeException refusal() {
        return Failure.TOO_MANY_CONNECTIONS.asException();
    }
}
