package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists jobs, the newest first. */
@Command(name = "jobs", mixinStandardHelpOptions = true, description = "Lists the jobs of all nodes, the newest first.")
final class JobsCommand extends ViewCommand {
    @Option(names = "--state", paramLabel = "STATE", description = "Only those: queued, processing, completed, failed.")
    private String state = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many, at most 1000. Default: 20.")
    private int limit;

    @Option(names = "--after", paramLabel = "PLACE", description = "Go on where an earlier list ended.")
    private String after = "";

    @Override
    String path() {
        return "/inspect/jobs?limit=" + limit + parameter("state", state) + parameter("after", after);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    Table table(JsonNode answer) {
        Table table = new Table("FILE", "STATE", "PROGRESS", "ATTEMPT", "NODE", "AGE", "NAME");
        for (JsonNode job : answer.path("jobs")) {
            String why = job.has("code") ? ": " + job.path("code").asText() : "";
            table.add(
                    job.path("fileId").asText(),
                    job.path("state").asText() + why,
                    job.has("progress") ? Table.percent(job.path("progress").asDouble()) : "-",
                    job.path("attempt").asInt(),
                    job.path("node").asText("-"),
                    Table.age(job.path("ageSeconds").asLong()),
                    job.path("filename").asText());
        }
        return table;
    }

    @Override
    String rest(JsonNode answer) {
        return answer.has("next")
                ? "(there are older ones: --after " + answer.path("next").asText() + ")"
                : "";
    }
}
