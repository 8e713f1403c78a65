package io.reelbus.inspect;

import io.reelbus.bus.Inquiries;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes of the cluster as one: what is asked here is asked of all of them at once. */
final class Cluster {
    private final Inquiries inquiries;
    private final Roster roster;

    Cluster(Inquiries inquiries, Roster roster) {
        this.inquiries = inquiries;
        this.roster = roster;
    }

    /** What a node has said; nothing where it was silent, which is an answer too. */
    record Answer(String name, Optional<JsonObject> said) {}

    /** Never fails, and takes no longer than one node may take to answer; by the names of the nodes. */
    Future<List<Answer>> ask(String about) {
        List<Future<Answer>> answers =
                roster.get().stream().map(member -> ask(member, about)).toList();
        return Future.join(answers)
                .map(all -> answers.stream()
                        .map(Future::result)
                        .sorted(Comparator.comparing(Answer::name))
                        .toList());
    }

    private Future<Answer> ask(Roster.Member member, String about) {
        return inquiries
                .ask(member.id(), about)
                .map(said -> new Answer(member.name(), Optional.of(said)))
                .otherwise(silent -> new Answer(member.name(), Optional.empty()));
    }
}
