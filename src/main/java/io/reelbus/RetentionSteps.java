package io.reelbus;

import io.reelbus.store.Retained;
import io.reelbus.store.RetentionStep;
import io.reelbus.upload.Announcer;
import io.reelbus.upload.tus.ExpiredUploads;
import io.reelbus.video.ExpiryStep;
import io.reelbus.video.RetentionMeters;
import io.reelbus.video.TombstoneStep;
import java.util.ArrayList;
import java.util.List;

/** What a node's rounds of retention consist of, in this order. */
final class RetentionSteps {
    private RetentionSteps() {}

    static List<RetentionStep> of(Parts parts) {
        Stores stores = parts.stores();
        RetentionMeters meters = new RetentionMeters(parts.metrics().registry());
        List<RetentionStep> steps = new ArrayList<>();
        if (parts.config().has(Role.HTTP)) {
            steps.add(new ExpiredUploads(
                    stores.uploads(),
                    stores.media(),
                    new Announcer(parts.topics(), parts.metrics().registry())));
        }
        for (Retained what : Retained.values()) {
            parts.config()
                    .retention()
                    .time(what)
                    .map(time -> new ExpiryStep(what, time, stores.jobs(), stores.media(), parts.topics(), meters))
                    .ifPresent(steps::add);
        }
        steps.add(new TombstoneStep(stores.jobs()));
        return steps;
    }
}
