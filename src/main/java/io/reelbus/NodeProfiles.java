package io.reelbus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a node answers to whoever asks it for its profiles: {@code {worker, profiles: [..]}}.
 *
 * @param isWorker whether it processes videos, so that it matters what it can serve
 */
record NodeProfiles(boolean isWorker, List<ProfileOffer> offers) {
    /** What a node is asked about. */
    static final String PROFILES = "profiles";

    NodeProfiles {
        offers = List.copyOf(offers);
    }

    /** The names of those that it can serve. */
    Set<String> served() {
        return offers.stream()
                .filter(ProfileOffer::isServed)
                .map(ProfileOffer::name)
                .collect(Collectors.toSet());
    }

    JsonObject toJson() {
        JsonArray profiles = new JsonArray();
        offers.forEach(offer -> profiles.add(offer.toJson()));
        return new JsonObject().put("worker", isWorker).put("profiles", profiles);
    }

    static NodeProfiles of(JsonObject json) {
        JsonArray profiles = json.getJsonArray("profiles", new JsonArray());
        return new NodeProfiles(
                json.getBoolean("worker", false),
                IntStream.range(0, profiles.size())
                        .mapToObj(profiles::getJsonObject)
                        .map(ProfileOffer::of)
                        .toList());
    }
}
