package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** There is the default profile and no other. */
final class OnlyTheDefault implements ProfileChoice {
    @Override
    public Future<String> choose(Optional<String> wanted) {
        return wanted.isEmpty() || wanted.get().equals(Upload.DEFAULT_PROFILE)
                ? Future.succeededFuture(Upload.DEFAULT_PROFILE)
                : Future.failedFuture(Failure.UNKNOWN_PROFILE.asException());
    }

    @Override
    public Future<List<Offered>> offered() {
        return Future.succeededFuture(
                List.of(new Offered(Upload.DEFAULT_PROFILE, "The only one.", true, true, List.of())));
    }
}
