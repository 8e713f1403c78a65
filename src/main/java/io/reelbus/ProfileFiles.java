package io.reelbus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads profiles from their files. */
public final class ProfileFiles {
    private static final String ENDING = ".json";

    /** Those that come with Reelbus, in {@code conf/profiles} of its source. */
    private static final List<String> BUILT_IN = List.of("web", "hls", "audio", "archive", "probe");

    private static final Set<String> MAY_BE_NULL = Set.of("video", "audio", "pictures", "storyboard", "waveform");

    private static final JsonMapper JSON = StrictJson.MAPPER
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private ProfileFiles() {}

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
        return new Profiles(List.copyOf(found.values()));
    }

    private static Profile builtIn(String name) {
        String resource = "/conf/profiles/" + name + ENDING;
        return read(
                name,
                resource,
                () -> Objects.requireNonNull(ProfileFiles.class.getResourceAsStream(resource), resource));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ENDING)).toList();
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
            if (tree.has("name")) {
                throw new IllegalArgumentException(file + ": the name of a profile is that of its file");
            }
            refuseNulls(tree, file);
            return JSON.treeToValue(tree.put("name", name), Profile.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": " + StrictJson.explain(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    private static void refuseNulls(JsonNode tree, String file) {
        tree.properties().forEach(entry -> {
            if (entry.getValue().isNull() && !MAY_BE_NULL.contains(entry.getKey())) {
                throw new IllegalArgumentException(file + ": " + entry.getKey() + " must not be null");
            }
            refuseNulls(entry.getValue(), file);
        });
        tree.elements().forEachRemaining(each -> {
            if (tree.isArray()) {
                refuseNulls(each, file);
            }
        });
    }
}
