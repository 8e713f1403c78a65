package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the nodes of the cluster and what each of them does. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = "Lists the nodes of the cluster: what they are for, how long they run and what they do.")
final class NodesCommand extends ViewCommand {
    private static final long MEGABYTE = 1 << 20;

    @Override
    String path() {
        return "/inspect/nodes";
    }

    @Override
    Table table(JsonNode answer) {
        Table table = new Table("NODE", "STATE", "UP", "ROLES", "SLOTS", "SOCKETS", "FILES", "HEAP", "ADDRESS");
        for (JsonNode node : answer.path("nodes")) {
            String name = node.path("name").asText();
            if (node.path("silent").asBoolean()) {
                table.add(name, "silent", "-", "-", "-", "-", "-", "-", "-");
                continue;
            }
            int sockets = 0;
            for (JsonNode each : node.path("sockets")) {
                sockets += each.asInt();
            }
            JsonNode slots = node.path("slots");
            table.add(
                    name,
                    node.path("draining").asBoolean() ? "draining" : "up",
                    Table.age(node.path("uptimeSeconds").asLong()),
                    roles(node.path("roles")),
                    slots.isMissingNode()
                            ? "-"
                            : slots.path("busy").asInt() + "/"
                                    + slots.path("total").asInt(),
                    node.has("sockets") ? sockets : "-",
                    node.has("watchedFiles") ? node.path("watchedFiles").asInt() : "-",
                    node.path("heap").path("used").asLong() / MEGABYTE + " MB",
                    node.path("address").asText());
        }
        return table;
    }

    private static String roles(JsonNode roles) {
        List<String> names = new ArrayList<>();
        roles.forEach(role -> names.add(role.asText()));
        return String.join(",", names);
    }

    @Override
    String rest(JsonNode answer) {
        return "";
    }
}
