package io.reelbus.push;

import io.reelbus.push.socketio.Admission;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection's place among those of its address, and all that is counted for both: what it watches and what it
 * waits for. Closed once, when the connection ends; whatever it still holds is given back then.
 */
public final class Place implements Admission.Admitted {
    /** What a CONNECT has beside the offset. */
    private static final int CONNECT_BYTES = 200;

    /** Nobody reads it; what were taken now would never be given back. */
    private static final String ENDED = "the connection has ended";

    private final PushConfig config;
    private final Tally waitingOnNode;
    private final Connections.Account account;
    private final Consumer<Connections.Account> leave;
    private final Pace pace;
    private int subscriptions;
    private int waiting;
    private boolean closed;

    Place(PushConfig config, Tally waitingOnNode, Connections.Account account, Consumer<Connections.Account> leave) {
        this.config = config;
        this.waitingOnNode = waitingOnNode;
        this.account = account;
        this.leave = leave;
        this.pace = new Pace(config.maxMessagesPerSecond(), config.maxMessageBurst(), System.nanoTime());
    }

    /** How fast its client may ask, in however many namespaces and however often it joins them; on its context alone. */
    Pace pace() {
        return pace;
    }

    /** How many files it may watch, as far as its address may. */
    int maxSubscriptions() {
        return config.maxSubscriptionsPerSocket();
    }

    /** How long an offset may be so that the packet in which its client presents it is not too large. */
    int maxOffset() {
        return config.maxPayloadBytes() - CONNECT_BYTES;
    }

    /** Counts one more watched file; where that is too many, what to tell the client. */
    synchronized Optional<String> subscribe() {
        if (closed) {
            return Optional.of(ENDED);
        }
        if (subscriptions >= config.maxSubscriptionsPerSocket()) {
            return Optional.of("one connection may watch " + config.maxSubscriptionsPerSocket() + " files");
        }
        if (!account.subscriptions.take(config.maxSubscriptionsPerAddress())) {
            return Optional.of(
                    "the connections of one address may watch " + config.maxSubscriptionsPerAddress() + " files");
        }
        subscriptions++;
        return Optional.empty();
    }

    synchronized void unsubscribe() {
        if (!closed) {
            subscriptions--;
            account.subscriptions.giveBack();
        }
    }

    /** Counts one more watched file that does not exist yet; where that is too many, what to tell the client. */
    synchronized Optional<String> beginWait() {
        if (closed) {
            return Optional.of(ENDED);
        }
        if (waiting >= config.maxWaitingPerSocket()) {
            return Optional.of(
                    "one connection may wait for " + config.maxWaitingPerSocket() + " files that do not exist");
        }
        if (!account.waiting.take(config.maxWaitingPerAddress())) {
            return Optional.of("the connections of one address may wait for " + config.maxWaitingPerAddress()
                    + " files that do not exist");
        }
        if (!waitingOnNode.take(config.maxWaitingPerNode())) {
            account.waiting.giveBack();
            return Optional.of("too many files that do not exist are waited for");
        }
        waiting++;
        return Optional.empty();
    }

    synchronized void endWait() {
        if (!closed) {
            waiting--;
            account.waiting.giveBack();
            waitingOnNode.giveBack();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            account.subscriptions.giveBack(subscriptions);
            account.waiting.giveBack(waiting);
            waitingOnNode.giveBack(waiting);
            leave.accept(account);
        }
    }
}
