package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelbus.cli.ServerEvents.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what passes on the event bus of all nodes, one line for each message, until it is ended. */
@Command(
        name = "tap",
        mixinStandardHelpOptions = true,
        description = "Shows the messages on the event bus of all nodes; it takes none from anybody. Ctrl-C ends it.")
final class TapCommand implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(
            paramLabel = "ADDRESS",
            arity = "0..1",
            defaultValue = "*",
            description = "The addresses to show; * stands for anything. In quotes: 'job.*'. Default: all.")
    private String address = "*";

    @Option(names = "--received", description = "Also each receipt by a consumer, not only what is sent.")
    private boolean received;

    @Option(names = "--json", description = "The JSON as the node sends it, one object in a line.")
    private boolean json;

    @Override
    public Integer call() {
        String path =
                "/inspect/tap?received=" + received + "&address=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        try (ServerEvents events = target.open(path, "")) {
            for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
                show(next.get(), out);
                // Whoever reads this, for instance head, has had enough.
                if (out.checkError()) {
                    return Reelbus.OK;
                }
            }
        } catch (IOException cutOff) {
            // Said below.
        }
        throw new Trouble("the node has ended the tap");
    }

    private void show(Event event, PrintStream out) throws IOException {
        JsonNode data = Target.JSON.readTree(event.data());
        String node = data.path("node").asText();
        switch (event.name()) {
            case "message" -> out.println(json ? Harmless.json(event.data()) : line(data));
            case "node" -> System.err.println("(" + node + " shows its messages)");
            case "dropped" ->
                System.err.println(
                        "(" + node + " left out " + data.path("count").asText() + " messages, which were too many)");
            default -> {
                // Of a newer release.
            }
        }
    }

    /** For instance {@code 12:00:01.123 node-1 publish job.3f0c... {"event":...}}. */
    static String line(JsonNode message) {
        String time = message.path("timestamp").asText().replaceAll("^.*T|Z$", "");
        String kind = message.path("kind").asText();
        boolean receipt = message.path("direction").asText().equals("received");
        String type = message.path("bodyType").asText();
        return Harmless.line(String.join(
                " ",
                time,
                message.path("node").asText(),
                receipt ? "received" : kind,
                message.path("address").asText(),
                (type.isEmpty() ? "" : "(" + type + ") ")
                        + message.path("body")
                        + (message.path("truncated").asBoolean() ? " ..." : "")));
    }
}
