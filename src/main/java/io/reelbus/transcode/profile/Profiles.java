package io.reelbus.transcode.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profiles that a node knows, by their names. */
public final class Profiles {
    private static final String ENDING = ".json";

    /** Those that come with Reelbus, in {@code conf/profiles} of its source. */
    private static final List<String> BUILT_IN = List.of("web", "hls", "audio", "archive", "probe");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Map<String, Profile> byName;

    private Profiles(Map<String, Profile> byName) {
        this.byName = byName;
    }

    /**
     * Those that come with Reelbus and, over them, one for each JSON file in the folder. Blocks.
     *
     * @param folder empty: none but those that come with Reelbus
     * @throws IllegalArgumentException names the file and what is wrong with it
     */
    public static Profiles load(Optional<Path> folder) {
        Map<String, Profile> found = new TreeMap<>();
        for (String name : BUILT_IN) {
            found.put(name, builtIn(name));
        }
        folder.ifPresent(place -> files(place).forEach(file -> {
            String named = String.valueOf(file.getFileName());
            String name = named.substring(0, named.length() - ENDING.length());
            found.put(name, read(name, file.toString(), () -> Files.newInputStream(file)));
        }));
        return new Profiles(found);
    }

    /** The profile of this name. */
    public Optional<Profile> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All, in the order of their names. */
    public Collection<Profile> all() {
        return byName.values();
    }

    private static Profile builtIn(String name) {
        String resource = "/conf/profiles/" + name + ENDING;
        return read(
                name, resource, () -> Objects.requireNonNull(Profiles.class.getResourceAsStream(resource), resource));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("transcode.profiles must be a folder that can be read: " + folder, e);
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private static Profile read(String name, String file, Source source) {
        try (InputStream bytes = source.open()) {
            if (!(JSON.readTree(bytes) instanceof ObjectNode tree)) {
                throw new IllegalArgumentException(file + " must hold a JSON object");
            }
            JsonNode named = tree.get("name");
            Require.that(named == null, file + ": the name of a profile is that of its file");
            return JSON.treeToValue(tree.put("name", name), Profile.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": " + explain(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    private static String explain(JacksonException e) {
        if (e.getCause() instanceof IllegalArgumentException named) {
            return String.valueOf(named.getMessage());
        }
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return e instanceof UnrecognizedPropertyException
                ? "unknown key: " + path
                : (path.isEmpty() ? "" : path + ": ") + e.getOriginalMessage();
    }
}
