package io.reelbus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of a node: the defaults in {@code conf/default.json}, over them the node's own file, over
 * that the environment. Whatever is unknown or wrong stops the start and is named.
 */
final class ConfigLoader {
    private static final String PREFIX = "REELBUS_";

    private static final JsonMapper JSON = StrictJson.MAPPER;

    private ConfigLoader() {}

    /** Throws IllegalArgumentException with a message for the person who starts the node. */
    static NodeConfig load(@Nullable Path file, Map<String, String> environment) {
        ObjectNode tree = defaults();
        if (file != null) {
            merge(tree, read(file), "");
        }
        Set<String> known = new LinkedHashSet<>();
        // Of the command that looks at nodes, for which people set it once for all.
        known.add("REELBUS_URL");
        overrideByName(tree, "", environment, known);
        overrideByHabit(tree, environment);
        Set<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown environment variable: " + String.join(", ", unknown));
        }
        try {
            return JSON.treeToValue(tree, NodeConfig.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(StrictJson.explain(e), e);
        }
    }

    private static ObjectNode defaults() {
        try (InputStream in = ConfigLoader.class.getResourceAsStream("/conf/default.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, "conf/default.json is not in the jar"));
        } catch (IOException e) {
            throw new IllegalStateException("conf/default.json cannot be read", e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode tree) {
                return tree;
            }
            throw new IllegalArgumentException(file + " must hold a JSON object");
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode from, String path) {
        from.properties().forEach(entry -> {
            JsonNode old = into.get(entry.getKey());
            String key = path + entry.getKey();
            if (old == null) {
                throw new IllegalArgumentException("unknown configuration key: " + key);
            }
            if (old instanceof ObjectNode object) {
                if (!(entry.getValue() instanceof ObjectNode replacement)) {
                    throw new IllegalArgumentException(key + " must be a JSON object");
                }
                merge(object, replacement, key + ".");
            } else {
                into.set(entry.getKey(), checked(key, entry.getValue(), old));
            }
        });
    }

    /** The value, if it is of the kind that the default is: Jackson would make 0 of null and "5" of 5. */
    private static JsonNode checked(String key, JsonNode value, JsonNode like) {
        if (value.getNodeType() != like.getNodeType()) {
            throw new IllegalArgumentException(key + " must be a JSON " + kind(like));
        }
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new IllegalArgumentException(key + " must be an array of JSON strings");
            }
        }
        return value;
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().toString().toLowerCase(Locale.ROOT);
    }

    /** Every key has its variable: {@code upload.maxBytes} is {@code REELBUS_UPLOAD_MAX_BYTES}. */
    private static void overrideByName(
            ObjectNode tree, String path, Map<String, String> environment, Set<String> known) {
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String key = path + entry.getKey();
            if (entry.getValue() instanceof ObjectNode object) {
                overrideByName(object, key + ".", environment, known);
                continue;
            }
            String name = PREFIX
                    + key.replaceAll("([a-z])([A-Z])", "$1_$2")
                            .replace('.', '_')
                            .toUpperCase(Locale.ROOT);
            known.add(name);
            String value = environment.get(name);
            if (value != null) {
                entry.setValue(parse(name, value, entry.getValue()));
            }
        }
    }

    /** The names that the original deployment uses. */
    private static void overrideByHabit(ObjectNode tree, Map<String, String> environment) {
        ObjectNode http = (ObjectNode) tree.get("http");
        if (environment.containsKey("PORT")) {
            http.set("port", parse("PORT", environment.get("PORT"), http.get("port")));
        }
        if (environment.containsKey("HOST")) {
            http.put("host", environment.get("HOST"));
        }
        ArrayNode origins = JSON.createArrayNode();
        for (String name : new String[] {"ALLOWED_ORIGINS", "WEBSOCKET_CORS_ORIGIN"}) {
            if (environment.containsKey(name)) {
                origins.addAll(list(environment.get(name)));
            }
        }
        if (!origins.isEmpty()) {
            http.set("allowedOrigins", origins);
        }
    }

    /** Reads the text as the kind of value that the default is. */
    private static JsonNode parse(String name, String text, JsonNode like) {
        if (like.isArray()) {
            return list(text);
        }
        if (like.isIntegralNumber()) {
            try {
                return JSON.getNodeFactory().numberNode(Long.parseLong(text.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " must be a whole number, not \"" + text + "\"", e);
            }
        }
        if (like.isBoolean()) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(name + " must be true or false, not \"" + text + "\"");
            }
            return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
        }
        return JSON.getNodeFactory().textNode(text);
    }

    private static ArrayNode list(String text) {
        ArrayNode list = JSON.createArrayNode();
        for (String each : text.split(",")) {
            if (!each.isBlank()) {
                list.add(each.strip());
            }
        }
        return list;
    }
}
