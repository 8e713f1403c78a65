package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client package for TypeScript, and what programs in TypeScript make of it. */
@Timeout(180)
class ClientPackageIT {
    private static final Path PACKAGE = Path.of("src", "main", "ts").toAbsolutePath();

    @BeforeAll
    static void build() throws Exception {
        Script.install();
        Script.install(PACKAGE);
        compile(PACKAGE);
    }

    private static void compile(Path project) throws Exception {
        try (Script compiler =
                Script.command(PACKAGE.resolve("node_modules/.bin/tsc").toString(), "--project", project.toString())) {
            assertEquals(List.of(""), compiler.finish().raw());
        }
    }

    @Test
    void programsThatUseItRightlyCompileAndWrongUsesDoNot() throws Exception {
        compile(Path.of("typed"));
    }

    @Test
    void theContractsReactComponentCompilesWithIt() throws Exception {
        compile(Path.of("typed", "seed"));
    }

    @Test
    void aVideoIsUploadedWatchedAndAskedForByIt(@TempDir Path data) throws Exception {
        try (TestNode node = TestNode.start(data);
                Script script = Script.node("typed.mjs", node.uri("/"), Clips.small())) {
            List<JsonObject> lines = script.finish().lines();
            String id = lines.get(0).getJsonObject("answer").getString("videoId");
            List<JsonObject> told =
                    lines.stream().filter(line -> line.containsKey("event")).toList();
            assertEquals("subscribed", told.get(0).getString("event"));
            assertEquals("processing:completed", told.get(told.size() - 1).getString("event"));
            JsonObject state = lines.get(lines.size() - 3).getJsonObject("state");
            assertEquals(Web.state(node, id), state);
            assertEquals("web", state.getString("profile"));
            JsonObject unknown = lines.get(lines.size() - 2);
            assertTrue(unknown.getBoolean("unknown"));
            assertEquals("BAD_REQUEST", unknown.getString("code"));
            assertEquals("unknown_profile", unknown.getJsonObject("data").getString("code"));
            JsonObject refused = lines.get(lines.size() - 1);
            assertTrue(refused.getBoolean("refused"));
            assertEquals("NOT_FOUND", refused.getString("code"));
            assertEquals("not_found", refused.getJsonObject("data").getString("code"));
        }
    }
}
