package io.reelbus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A profile as one node knows it; what nodes tell each other of it is {@code {name, description, missing: [..]}}.
 *
 * @param name up to 64 characters
 * @param description a sentence for people
 * @param missing what this node would need to serve it, in words for people; empty where it can
 */
record ProfileOffer(String name, String description, List<String> missing) {
    ProfileOffer {
        if (name.isEmpty() || name.length() > 64) {
            throw new IllegalArgumentException("the name of a profile has 1 to 64 characters");
        }
        missing = List.copyOf(missing);
    }

    boolean isServed() {
        return missing.isEmpty();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("description", description)
                .put("missing", new JsonArray(missing));
    }

    static ProfileOffer of(JsonObject json) {
        return new ProfileOffer(
                json.getString("name"),
                json.getString("description", ""),
                json.getJsonArray("missing", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
    }
}
