package io.reelbus;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.reelbus.bus.Inquiries;
import io.reelbus.bus.Taps;
import io.reelbus.http.Routes;
import io.reelbus.inspect.Roster;
import io.reelbus.inspect.TapRoutes;
import io.reelbus.inspect.ViewRoutes;
import io.reelbus.push.Rooms;
import io.reelbus.upload.ProfileChoice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What can be seen of this node from inside: it answers the other nodes, and whoever asks it of all of them. */
final class Inside {
    /** The only one there is, of a node that is alone. */
    private static final String ALONE = "alone";

    private final Parts parts;
    private final NodeView view;
    private final Taps taps;
    private final Inquiries inquiries;
    private final ProfileBoard profiles;
    private final UnservedJobs unserved;

    private Inside(Parts parts, NodeView view, Taps taps, Inquiries inquiries) {
        this.parts = parts;
        this.view = view;
        this.taps = taps;
        this.inquiries = inquiries;
        this.profiles = board(parts, inquiries);
        this.unserved = new UnservedJobs(
                profiles,
                parts.stores().jobs(),
                parts.topics()::publish,
                parts.metrics().registry());
    }

    /** Complete once the other nodes can ask this one, and see what its bus carries. */
    static Future<Inside> open(Parts parts, Optional<Rooms> rooms) {
        NodeView view = new NodeView(parts);
        Inquiries inquiries = new Inquiries(parts.vertx());
        Map<String, Supplier<Future<JsonObject>>> answers = Map.of(
                ViewRoutes.NODE, () -> Future.succeededFuture(view.now()),
                NodeProfiles.PROFILES,
                        () -> Future.succeededFuture(parts.profiles().toJson()),
                ViewRoutes.ROOMS, () -> rooms.map(RoomsView::now).orElseGet(RoomsView::none));
        return Taps.open(parts.vertx(), parts.name(), parts.metrics().registry())
                .compose(taps ->
                        inquiries.answer(self(parts), answers).map(asked -> new Inside(parts, view, taps, inquiries)));
    }

    /** This node's address is known now. */
    void listening(String address) {
        view.listening(address);
    }

    List<Routes> routes() {
        NodeConfig config = parts.config();
        return config.inspect().enabled()
                ? List.of(
                        new TapRoutes(taps, config.inspect(), parts.name()),
                        new ViewRoutes(inquiries, roster(parts), parts.stores().jobs()))
                : List.of();
    }

    /** What all nodes know of profiles. */
    ProfileChoice profiles() {
        return profiles;
    }

    /** What waits for a profile that none of them serves. */
    UnservedJobs unserved() {
        return unserved;
    }

    private static ProfileBoard board(Parts parts, Inquiries inquiries) {
        String self = self(parts);
        Roster roster = roster(parts);
        return new ProfileBoard(
                parts.profiles(),
                () -> roster.get().stream()
                        .map(Roster.Member::id)
                        .filter(id -> !id.equals(self))
                        .toList(),
                id -> inquiries.ask(id, NodeProfiles.PROFILES),
                System::nanoTime);
    }

    private static String self(Parts parts) {
        return parts.joined()
                .member()
                .map(member -> id(member.getCluster().getLocalMember()))
                .orElse(ALONE);
    }

    private static String id(Member member) {
        return member.getUuid().toString();
    }

    private static Roster roster(Parts parts) {
        return () -> parts.joined()
                .member()
                .map(Inside::members)
                .orElseGet(() -> List.of(new Roster.Member(ALONE, parts.name())));
    }

    private static List<Roster.Member> members(HazelcastInstance member) {
        Set<Member> all = member.getCluster().getMembers();
        return all.stream()
                .map(each -> new Roster.Member(id(each), Clustering.name(each)))
                .toList();
    }
}
