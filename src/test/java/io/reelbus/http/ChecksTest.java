package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reelbus.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final Check GOOD =
            new Check("good", "It is bad.", () -> Future.succeededFuture(new JsonObject().put("version", "1")));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private String report(Check... checks) {
        return Await.result(new Checks(vertx, List.of(checks)).report()).encode();
    }

    @Test
    void aCheckThatPassesSaysWhatItFound() {
        assertEquals(
                "{\"status\":\"UP\",\"checks\":[{\"name\":\"good\",\"status\":\"UP\",\"data\":{\"version\":\"1\"}}]}",
                report(GOOD));
    }

    @Test
    void aFailureIsToldByItsSentenceAloneAndTheOthersAreToldToo() {
        Check bad =
                Check.of("bad", "It is bad.", () -> Future.failedFuture(new IllegalStateException("password=secret")));
        Check broken = Check.of("broken", "It is broken.", () -> {
            throw new IllegalStateException("/a/path");
        });
        assertEquals(
                "{\"status\":\"DOWN\",\"checks\":["
                        + "{\"name\":\"bad\",\"status\":\"DOWN\",\"detail\":\"It is bad.\"},"
                        + "{\"name\":\"broken\",\"status\":\"DOWN\",\"detail\":\"It is broken.\"},"
                        + "{\"name\":\"good\",\"status\":\"UP\",\"data\":{\"version\":\"1\"}}]}",
                report(bad, broken, GOOD));
    }

    @Test
    void aCheckThatHangsIsRedInTimeAndIsNotBegunAgainUntilItEnds() {
        AtomicInteger begun = new AtomicInteger();
        Promise<Void> hanging = Promise.promise();
        Checks checks = new Checks(vertx, List.of(Check.of("slow", "It hangs.", () -> {
            begun.incrementAndGet();
            return hanging.future();
        })));
        for (int i = 0; i < 3; i++) {
            assertFalse(Checks.isUp(Await.result(checks.report())));
        }
        assertEquals(1, begun.get());
        hanging.complete();
        Await.until("it passes", () -> Checks.isUp(Await.result(checks.report())));
        assertEquals(2, begun.get());
    }
}
