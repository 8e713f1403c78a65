package io.reelbus.upload;

import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.upload.ProfileChoice.Offered;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /api/profiles}: what an upload may name as its {@code profile}, as {@code {profiles: [{name, description,
 * default, available, missing?}]}}.
 */
public final class ProfileRoutes implements Routes {
    private final ProfileChoice profiles;

    public ProfileRoutes(ProfileChoice profiles) {
        this.profiles = profiles;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/profiles").handler(this::list);
    }

    private void list(RoutingContext context) {
        profiles.offered().compose(all -> context.json(json(all))).onFailure(trouble -> Problem.send(context, trouble));
    }

    static JsonObject json(List<Offered> all) {
        JsonArray profiles = new JsonArray();
        for (Offered each : all) {
            JsonObject profile = new JsonObject()
                    .put("name", each.name())
                    .put("description", each.description())
                    .put("default", each.isDefault())
                    .put("available", each.isAvailable());
            if (!each.missing().isEmpty()) {
                profile.put("missing", new JsonArray(each.missing()));
            }
            profiles.add(profile);
        }
        return new JsonObject().put("profiles", profiles);
    }
}
