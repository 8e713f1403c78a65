package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnhandledTest {
    private final Vertx vertx = Vertx.vertx().exceptionHandler(new Unhandled());
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final Warnings warnings = new Warnings();

    @BeforeEach
    void listen() {
        warnings.listen();
    }

    @AfterEach
    void close() {
        warnings.close();
        Await.result(vertx.close());
    }

    /** A promise of the context, and one that listens to it and is complete already. */
    private Promise<Void> told() {
        Promise<Void> knew = Promise.promise();
        knew.complete();
        Promise<Void> told = context.promise();
        var unused = told.future().onComplete(knew);
        return told;
    }

    private void passContext() {
        Promise<Void> passed = Promise.promise();
        context.runOnContext(task -> passed.complete());
        Await.result(passed.future());
    }

    @Test
    void aFailureThatAPromiseSaysItKnewIsNoError() {
        told().fail("from another thread");
        passContext();
        context.runOnContext(task -> told().fail("on its context"));
        passContext();
        context.emit(none -> told().fail("in a dispatch"));
        passContext();
        assertEquals(List.of(), warnings.heard());
    }

    @Test
    void whatElseIsThrownIs() {
        context.runOnContext(task -> {
            throw new IllegalStateException("ours");
        });
        passContext();
        context.runOnContext(task -> told().complete());
        passContext();
        assertEquals(2, warnings.heard().size(), warnings.heard()::toString);
        assertTrue(warnings.heard().get(0).contains("ours"), warnings.heard()::toString);
        assertTrue(warnings.heard().get(1).contains("already complete"), warnings.heard()::toString);
    }
}
