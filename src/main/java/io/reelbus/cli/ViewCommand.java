package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a node once and shows its answer as a table, or as it is. */
abstract class ViewCommand implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Option(names = "--json", description = "The JSON as the node answers it.")
    private boolean json;

    /** What to ask. */
    abstract String path();

    abstract Table table(JsonNode answer);

    /** What is shown beneath the table, line by line. */
    List<String> beneath(JsonNode answer) {
        return List.of();
    }

    /** What is wrong where a node has nothing to show for it, as a line. */
    String absent() {
        return "nobody may look into this node (inspect.enabled)";
    }

    /** What the table does not show, as a line; empty: nothing. */
    abstract String rest(JsonNode answer);

    @Override
    public Integer call() {
        JsonNode answer = target.get(path(), absent());
        if (json) {
            System.out.println(Harmless.json(answer.toString()));
            return Reelbus.OK;
        }
        table(answer).lines().forEach(System.out::println);
        beneath(answer).forEach(System.out::println);
        String rest = rest(answer);
        if (!rest.isEmpty()) {
            System.err.println(Harmless.line(rest));
        }
        return Reelbus.OK;
    }
}
