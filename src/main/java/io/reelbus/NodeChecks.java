package io.reelbus;

import com.hazelcast.core.HazelcastInstance;
import io.reelbus.http.Check;
import io.reelbus.transcode.FfmpegView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a node needs in order to be well: to be left running (live), and to be given something to do (ready). */
final class NodeChecks {
    private NodeChecks() {}

    static List<Check> live(EventLoops loops) {
        return List.of(Check.of("loops", "An event loop of the node does not answer.", loops::answer));
    }

    static List<Check> ready(Parts parts, UnservedJobs unserved) {
        Stores stores = parts.stores();
        List<Check> checks = new ArrayList<>(List.of(
                Check.of(
                        "store",
                        "The database does not answer.",
                        () -> stores.jobs().ping()),
                Check.of(
                        "media",
                        "Nothing can be written where videos are kept, or read there.",
                        () -> stores.media().ping()),
                Check.of(
                        "bus",
                        "The node does not hear itself on the event bus.",
                        () -> parts.topics().askEcho(parts.name())),
                parts.draining().check(),
                unserved.check()));
        if (parts.config().has(Role.WORKER)) {
            checks.add(ffmpeg(parts));
        }
        parts.joined().member().ifPresent(member -> checks.add(cluster(parts.vertx(), member)));
        return checks;
    }

    private static Check ffmpeg(Parts parts) {
        Stores stores = parts.stores();
        return new Check(
                "ffmpeg",
                "The ffmpeg of this node is gone, or may not be run.",
                () -> parts.vertx()
                        .executeBlocking(
                                () -> {
                                    if (!stores.ffmpeg().isExecutable()) {
                                        throw new IllegalStateException("not executable: "
                                                + stores.ffmpeg().path());
                                    }
                                    return FfmpegView.of(
                                            stores.ffmpeg(), parts.config().transcode());
                                },
                                false));
    }

    /**
     * {@code safe} says whether all that this member keeps for the others has its copies. It is data, not a fault: it
     * is false for a moment on every node when one comes or goes, and must not take all of them out of service.
     */
    private static Check cluster(Vertx vertx, HazelcastInstance member) {
        return new Check(
                "cluster",
                "The node has lost its cluster.",
                () -> vertx.executeBlocking(
                        () -> {
                            if (!member.getLifecycleService().isRunning()) {
                                throw new IllegalStateException("the Hazelcast member does not run");
                            }
                            return new JsonObject()
                                    .put(
                                            "members",
                                            member.getCluster().getMembers().size())
                                    .put("safe", member.getPartitionService().isLocalMemberSafe());
                        },
                        false));
    }
}
