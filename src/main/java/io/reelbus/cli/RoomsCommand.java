package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the files that are watched, each with the nodes that hold its watchers. */
@Command(
        name = "rooms",
        mixinStandardHelpOptions = true,
        description = "Lists the files that somebody watches and that are not finished, at each node.")
final class RoomsCommand extends ViewCommand {
    @Override
    String path() {
        return "/inspect/rooms";
    }

    @Override
    Table table(JsonNode answer) {
        Table table = new Table("NODE", "FILE", "STATE", "WATCHERS", "SEQ");
        for (JsonNode room : answer.path("rooms")) {
            table.add(
                    room.path("node").asText(),
                    room.path("fileId").asText(),
                    room.path("state").asText(),
                    room.path("watchers").asInt(),
                    room.path("seq").asLong());
        }
        return table;
    }

    @Override
    String rest(JsonNode answer) {
        List<String> rest = new ArrayList<>();
        if (answer.path("more").asInt() > 0) {
            rest.add(answer.path("more").asInt() + " more are not shown");
        }
        answer.path("silent").forEach(node -> rest.add(node.asText() + " does not answer"));
        return rest.isEmpty() ? "" : "(" + String.join("; ", rest) + ")";
    }
}
