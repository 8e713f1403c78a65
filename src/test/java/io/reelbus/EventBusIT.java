package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The event bus bridge's own client, as the documentation tells people to use it, while its connection is cut and its
 * node dies. The work is done on a node that it never speaks to.
 */
@Timeout(300)
class EventBusIT {
    private static final List<String> TRANSPORTS = List.of("websocket", "xhr-streaming", "xhr-polling");

    /** More than the longest delay before a client comes back. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static long connects(Script script) {
        return script.lines().stream()
                .filter(line -> "connect".equals(line.getString("event")))
                .count();
    }

    /** Who is between two polls has no connection that could be cut, and is cut the next time. */
    private static void cutUntilAllHaveComeBack(Forwarder way, Collection<Script> scripts) {
        AtomicLong cutAt = new AtomicLong(System.nanoTime() - AGAIN_NANOS);
        Await.until("all have come back after a cut", () -> {
            if (System.nanoTime() - cutAt.get() >= AGAIN_NANOS) {
                cutAt.set(System.nanoTime());
                way.connections().forEach(Forwarder.Connection::cut);
            }
            return scripts.stream().allMatch(script -> connects(script) >= 2);
        });
    }

    @Test
    void aClientThatComesBackGoesOnWhereItWasAfterACutAndAfterTheDeathOfItsNode(@TempDir Path folder) throws Exception {
        Script.install();
        byte[] clip = Files.readAllBytes(Clips.twentySeconds());
        try (Cluster cluster = Cluster.start(
                folder, 3, Map.of("REELBUS_TRANSCODE_SLOTS", "1", "REELBUS_TRANSCODE_FFMPEG", PacedFfmpeg.path()))) {
            String id = Web.upload(cluster.member(1), clip);
            Member worker = cluster.working(id);
            List<Member> bridges = cluster.others(worker);
            try (Forwarder way = Forwarder.to(bridges);
                    Watcher raw = Watcher.of(worker, id)) {
                Map<String, Script> scripts = new LinkedHashMap<>();
                for (String transport : TRANSPORTS) {
                    scripts.put(transport, Script.node("eventbus.mjs", way.uri(""), transport, id));
                }
                for (Script script : scripts.values()) {
                    script.awaitEvent("processing:progress");
                }
                cutUntilAllHaveComeBack(way, scripts.values());
                assertEquals("processing", Web.state(worker, id).getString("status"), "the work still goes on");
                Map<String, Long> before = new HashMap<>();
                scripts.forEach((transport, script) -> before.put(transport, connects(script)));
                bridges.get(0).kill();
                for (Map.Entry<String, Script> each : scripts.entrySet()) {
                    Script script = each.getValue().await(Told::isEnd).finish();
                    Told told = Told.of(script.lines(), id).assertWhole();
                    assertEquals(
                            Told.of(raw.await("the end", Told::isEnd).lines(), id)
                                    .lifecycle(),
                            told.lifecycle(),
                            each.getKey());
                    assertTrue(
                            connects(script) > before.get(each.getKey()),
                            each.getKey() + " has come back from the dead node");
                }
            }
        }
    }
}
