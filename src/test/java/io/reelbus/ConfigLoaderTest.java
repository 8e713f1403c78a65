package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void theDefaultsAreWhole() {
        NodeConfig config = ConfigLoader.load(null, Map.of());
        assertEquals(3001, config.http().port());
        assertEquals(List.of("http://localhost:3000"), config.http().allowedOrigins());
        assertEquals(Path.of("data"), config.data());
        assertEquals(5L << 30, config.upload().maxBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'nonsense': 1}                        | nonsense",
                "{'http': {'nonsense': 1}}              | http.nonsense",
                "{'http': 5}                            | http",
                "{'http': null}                         | http",
                "{'http': {'port': 'abc'}}              | http.port",
                "{'http': {'port': '80'}}               | http.port",
                "{'http': {'port': 1.5}}                | http.port",
                "{'http': {'port': null}}               | http.port",
                "{'http': {'port': 70000}}              | http.port",
                "{'http': {'port': 99999999999}}        | http.port",
                "{'http': {'port': [1]}}                | http.port",
                "{'http': {'allowedOrigins': 'x'}}      | http.allowedOrigins",
                "{'http': {'allowedOrigins': [7]}}      | http.allowedOrigins",
                "{'http': {'allowedOrigins': [null]}}   | http.allowedOrigins",
                "{'http': {'allowedOrigins': ['*']}}    | http.allowedOrigins",
                "{'http': {'idleSeconds': 1}}           | http.idleSeconds",
                "{'http': {'headSeconds': 0}}           | http.headSeconds",
                "{'http': {'host': 5}}                  | http.host",
                "{'upload': {'maxBytes': 0}}            | upload.maxBytes",
                "{'upload': {'maxOpen': 0}}             | upload.maxOpen",
                "{'store': {'leaseSeconds': 1}}         | store.leaseSeconds",
                "{'store': {'url': 'jdbc:oracle:x'}}    | store.url",
                "{'store': {'media': 'tape'}}           | store.media",
                "{'store': {'media': 's3'}}             | store.s3.bucket",
                "{'store': {'s3': {'prefix': '/a'}}}    | store.s3.prefix",
                "{'store': {'s3': {'endpoint': 'a'}}}   | store.s3.endpoint",
                "{'store': {'s3': {'accessKey': 'a'}}}  | store.s3.secretKey",
                "{'store': {'s3': {'partMegabytes': 4}}} | store.s3.partMegabytes",
                "{'store': {'s3': {'presignSeconds': -1}}} | store.s3.presignSeconds",
                "{'store': {'s3': {'pathStyle': 'on'}}} | store.s3.pathStyle",
                "{'transcode': {'slots': -1}}           | transcode.slots",
                "{'push': {'waitSeconds': -1}}          | push.waitSeconds",
                "{'publicUrl': 'example.org'}           | publicUrl",
                "{'publicUrl': 'ftp://example.org'}     | publicUrl",
                "{'publicUrl': 'https://e.org/?a=b'}    | publicUrl",
                "{'data': 5}                            | data",
                "{'data': ''}                           | data",
            })
    void aBadKeyOfTheFileIsNamed(String json, String key) throws Exception {
        assertNamed(key, load(json, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "REELBUS_NONSENSE, 1, REELBUS_NONSENSE",
        "REELBUS_HTTP_NONSENSE, 1, REELBUS_HTTP_NONSENSE",
        "REELBUS_HTTP_PORT, abc, REELBUS_HTTP_PORT",
        "REELBUS_UPLOAD_MAX_BYTES, 5GB, REELBUS_UPLOAD_MAX_BYTES",
        "REELBUS_UPLOAD_MAX_BYTES, 0, upload.maxBytes",
        "REELBUS_PUBLIC_URL, nonsense, publicUrl",
        "PORT, abc, PORT",
        "PORT, '', PORT",
        "PORT, 70000, http.port",
        "PORT, -1, http.port",
        "ALLOWED_ORIGINS, example.org, http.allowedOrigins",
        "WEBSOCKET_CORS_ORIGIN, http://example.org/, http.allowedOrigins",
    })
    void aBadVariableIsNamed(String name, String value, String named) {
        assertNamed(named, () -> ConfigLoader.load(null, Map.of(name, value)));
    }

    private static void assertNamed(String key, Runnable load) {
        String message = assertThrows(IllegalArgumentException.class, load::run).getMessage();
        assertTrue(message.matches("(?s)(.*[^\\w.])?" + key.replace(".", "\\.") + "([^\\w].*)?"), message);
    }

    private Runnable load(String json, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("node.json"), json.replace('\'', '"'));
        return () -> ConfigLoader.load(file, environment);
    }

    @Test
    void aFileThatIsMissingOrIsNoJsonObjectIsNamed() throws Exception {
        assertNamed("missing.json", () -> ConfigLoader.load(Path.of("missing.json"), Map.of()));
        for (String text : List.of("", "[]", "{", "{} x", "{\"data\": \"a\", \"data\": \"b\"}")) {
            Path file = Files.writeString(folder.resolve("node.json"), text);
            String message = assertThrows(IllegalArgumentException.class, () -> ConfigLoader.load(file, Map.of()), text)
                    .getMessage();
            assertTrue(message.contains("node.json"), message);
        }
    }

    @Test
    void theEnvironmentIsOverTheFileAndTheFileOverTheDefaults() throws Exception {
        Path file = Files.writeString(
                folder.resolve("node.json"),
                "{\"http\": {\"port\": 4001, \"idleSeconds\": 61}, \"upload\": {\"maxBytes\": 7}}");
        NodeConfig config = ConfigLoader.load(file, Map.of("REELBUS_HTTP_PORT", "4002"));
        assertEquals(4002, config.http().port());
        assertEquals(61, config.http().idleSeconds());
        assertEquals(7, config.upload().maxBytes());
        assertEquals(1000, config.push().maxSubscriptionsPerSocket());
    }

    @Test
    void theNamesOfTheOriginalDeploymentCount() {
        NodeConfig config = ConfigLoader.load(
                null,
                Map.of("PORT", "4003", "HOST", "0.0.0.0", "ALLOWED_ORIGINS", "http://a.example,, http://b.example "));
        assertEquals(4003, config.http().port());
        assertEquals("0.0.0.0", config.http().host());
        assertEquals(
                List.of("http://a.example", "http://b.example"), config.http().allowedOrigins());
    }

    @Test
    void everyKeyHasItsVariable() throws Exception {
        JsonNode defaults =
                new ObjectMapper().readTree(Path.of("conf", "default.json").toFile());
        Map<String, String> variables = new TreeMap<>();
        collect(defaults, "REELBUS", variables);
        assertEquals("5368709120", variables.get("REELBUS_UPLOAD_MAX_BYTES"));
        assertTrue(variables.containsKey("REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET"));
        // Each is known by itself, and together they say what the defaults say.
        assertEquals(ConfigLoader.load(null, Map.of()), ConfigLoader.load(null, variables));
    }

    private static void collect(JsonNode tree, String prefix, Map<String, String> variables) {
        tree.properties().forEach(entry -> {
            String name = prefix + "_"
                    + entry.getKey().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                collect(value, name, variables);
            } else {
                variables.put(name, value.isArray() ? listed(value) : value.asText());
            }
        });
    }

    private static String listed(JsonNode array) {
        List<String> elements = new ArrayList<>();
        array.forEach(element -> elements.add(element.asText()));
        return String.join(",", elements);
    }
}
