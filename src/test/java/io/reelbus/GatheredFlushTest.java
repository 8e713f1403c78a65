package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheredFlushTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new GatheredFlush());

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void end() {
        boolean unused = channel.finishAndReleaseAll();
    }

    private void write(String text) {
        var unused = channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(long nanos) {
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    /** What has left since it was last asked. */
    private String left() {
        StringBuilder left = new StringBuilder();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            left.append(each.toString(StandardCharsets.US_ASCII));
            boolean unused = each.release();
        }
        return left.toString();
    }

    @Test
    void whatComesAfterASilenceLeavesAtOnceAndTheRestTogetherWithinTheWindow() {
        write("a");
        assertEquals("a", left());
        write("b");
        pass(GatheredFlush.WINDOW_NANOS / 2);
        write("c");
        assertEquals("", left());
        pass(GatheredFlush.WINDOW_NANOS - GatheredFlush.WINDOW_NANOS / 2);
        assertEquals("bc", left());
        write("d");
        assertEquals("", left());
        pass(GatheredFlush.WINDOW_NANOS);
        assertEquals("d", left());
        pass(GatheredFlush.WINDOW_NANOS);
        write("e");
        assertEquals("e", left());
    }

    @Test
    void whatIsMuchDoesNotWait() {
        // Netty counts some hundred bytes more for each write.
        var unused = channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(500, 1_000));
        String much = "x".repeat(2_000);
        write("a");
        assertEquals("a", left());
        write(much);
        assertEquals(much, left());
        write("b");
        assertEquals("", left());
        write(much);
        assertEquals("b" + much, left());
    }

    @Test
    void whatIsWrittenBeforeTheEndLeavesBeforeIt() {
        write("a");
        write("b");
        assertEquals("a", left());
        var unused = channel.close();
        assertEquals("b", left());
    }

    @Test
    void whatWaitsLeavesWhereItIsTakenOut() {
        write("a");
        write("b");
        assertEquals("a", left());
        var unused = channel.pipeline().remove(GatheredFlush.class);
        assertEquals("b", left());
        write("c");
        assertEquals("c", left());
    }
}
