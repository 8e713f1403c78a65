package io.reelbus.transcode;

import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.transcode.profile.Profiles;
import io.vertx.core.Vertx;
import java.util.Set;

/** What every attempt works with. {@code leaseSeconds} is the length of a lease in the store, {@code served} are the names of the profiles that this worker can serve. */
public record WorkTools(
        Vertx vertx,
        JobStore jobs,
        MediaStore media,
        Topics topics,
        Links links,
        Transcoder transcoder,
        Profiles profiles,
        Scratch scratch,
        int leaseSeconds,
        Draining draining,
        WorkMeters meters,
        Set<String> served) {
    public WorkTools {
        served = Set.copyOf(served);
    }
}
