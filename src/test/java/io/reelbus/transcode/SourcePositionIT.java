package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that reads a file of 100 blocks as far as it is told, and is looked at. */
@ExtendWith(VertxExtension.class)
class SourcePositionIT {
    private static final int BLOCK = 1000;

    @TempDir
    Path folder;

    private Path file;
    private Process reader;
    private Writer orders;
    private BufferedReader answers;

    @BeforeEach
    void open() throws IOException {
        file = Files.write(folder.resolve("source"), new byte[100 * BLOCK]);
        // Through a link, as a store may have it.
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        reader = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 3<\"$1\"; while read blocks; do" + " dd bs=" + BLOCK
                                + " count=$blocks <&3 >/dev/null 2>/dev/null; echo read; done",
                        "reader",
                        link.toString())
                .start();
        orders = reader.outputWriter();
        answers = reader.inputReader();
    }

    @AfterEach
    void end() throws Exception {
        var unused = reader.destroyForcibly().waitFor();
    }

    @Test
    void itFollowsTheProcessAndEndsWithIt() throws Exception {
        SourcePosition position = SourcePosition.of(folder.resolve("link"));
        assertEquals(100 * BLOCK, position.bytes());
        read(0);
        assertEquals(OptionalDouble.of(0), position.share(reader.pid()));
        read(25);
        assertEquals(OptionalDouble.of(0.25), position.share(reader.pid()));
        read(50);
        assertEquals(OptionalDouble.of(0.75), position.share(reader.pid()));
        read(100);
        assertEquals(OptionalDouble.of(1), position.share(reader.pid()));
        orders.close();
        assertEquals(0, reader.waitFor());
        assertEquals(OptionalDouble.empty(), position.share(reader.pid()));
    }

    @Test
    void whoHasNotOpenedTheFileHasNoPosition() throws Exception {
        SourcePosition position = SourcePosition.of(file);
        assertEquals(
                OptionalDouble.empty(), position.share(ProcessHandle.current().pid()));
        assertEquals(OptionalDouble.empty(), position.share(Long.MAX_VALUE));
    }

    @Test
    void anEmptyFileHasNoShares() throws Exception {
        read(0);
        try (Writer unused = Files.newBufferedWriter(file)) {
            SourcePosition position = SourcePosition.of(file);
            assertEquals(OptionalDouble.empty(), position.share(reader.pid()));
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        assertThrows(NoSuchFileException.class, () -> SourcePosition.of(folder.resolve("gone")));
    }

    @Test
    void whoReadsAndReportsNothingIsSeenToMoveOn(Vertx vertx) throws Exception {
        SourcePosition position = SourcePosition.of(file);
        List<Tick> ticks = new CopyOnWriteArrayList<>();
        AtomicInteger moves = new AtomicInteger();
        Meter meter = new Meter(new Costs(), "web");
        meter.probed(new Workload(OptionalDouble.of(60), true, 640, 360, true, 1, List.of(Step.ENCODE, Step.FINISH)));
        read(10);
        vertx.runOnContext(nothing -> {
            var unused = new EncodeWatch(
                    vertx, meter, position, () -> OptionalLong.of(reader.pid()), moves::incrementAndGet, ticks::add);
        });
        Await.until("a first look", () -> !ticks.isEmpty());
        double first = ticks.get(0).percent();
        for (int i = 0; i < 10; i++) {
            read(5);
            int told = ticks.size();
            Await.until("look " + i, () -> ticks.size() > told);
        }
        double last = ticks.get(ticks.size() - 1).percent();
        assertTrue(last > first && last < 61, first + " and then " + last);
        assertEquals(11, moves.get(), "it has read further each time");
    }

    private void read(int blocks) throws IOException {
        orders.write(blocks + "\n");
        orders.flush();
        assertEquals("read", answers.readLine());
    }
}
