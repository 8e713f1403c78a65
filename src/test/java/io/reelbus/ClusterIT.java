package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are processes of their own, working together and dying. */
class ClusterIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        Script.install();
        var unused = Clips.fullHd();
    }

    private static Script script(Reachable node, String fileId) throws Exception {
        return Script.node("client.mjs", node.uri("/file-processing"), "websocket")
                .emit("subscribe:file", new JsonObject().put("fileId", fileId));
    }

    private static String upload(Reachable node, Path clip) throws Exception {
        return Web.upload(node, Files.readAllBytes(clip));
    }

    @Test
    void subscribersOnAllNodesAreToldTheSameStory() throws Exception {
        try (Cluster cluster = Cluster.start(folder, 3, Map.of())) {
            String id = upload(cluster.member(1), Clips.fullHd());
            List<Script> scripts = new ArrayList<>();
            List<Watcher> watchers = new ArrayList<>();
            for (Member member : cluster.members()) {
                scripts.add(script(member, id));
                watchers.add(Watcher.of(member, id));
            }
            List<Told> told = new ArrayList<>();
            for (Script script : scripts) {
                told.add(Told.of(script.await(Told::isEnd).finish().lines(), id));
            }
            for (Watcher watcher : watchers) {
                told.add(Told.of(watcher.await("the end", Told::isEnd).lines(), id));
            }
            List<JsonObject> expected = told.get(0).assertWhole().lifecycle();
            assertEquals(3, expected.size());
            for (Told each : told) {
                assertEquals(expected, each.assertWhole().lifecycle());
                assertTrue(each.story().size() > 20, "progress is seen to move: " + each);
            }
            cluster.assertNothingLeft(id);
        }
    }
}
