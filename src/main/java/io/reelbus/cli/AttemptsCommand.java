package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the attempts at one job, and what ffmpeg was run for each. */
@Command(
        name = "attempts",
        mixinStandardHelpOptions = true,
        description = "Lists the attempts at a video, and beneath each run of ffmpeg and what it took.")
final class AttemptsCommand extends ViewCommand {
    @Parameters(paramLabel = "ID", description = "The video's id, as the upload's answer has it (fileId).")
    private String id = "";

    @Option(names = "--words", description = "Also the arguments of each run, and the last lines that ffmpeg said.")
    private boolean words;

    @Override
    String path() {
        return "/inspect/jobs/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/attempts";
    }

    /** A node that nobody may look into answers as it does of a job that is not there. */
    @Override
    String absent() {
        return "there is no job " + id + ", or " + super.absent();
    }

    @Override
    Table table(JsonNode answer) {
        Table table = new Table("ATTEMPT", "OUTCOME", "NODE", "STARTED", "ENDED", "WALL", "CPU", "FFMPEG");
        for (JsonNode attempt : answer.path("attempts")) {
            table.add(
                    attempt.path("attempt").asInt(),
                    attempt.path("outcome").asText("under way"),
                    attempt.path("node").asText(),
                    attempt.path("startedAt").asText(),
                    attempt.path("endedAt").asText("-"),
                    seconds(attempt, "wallSeconds"),
                    seconds(attempt, "cpuSeconds"),
                    attempt.path("ffmpeg").asText("-"));
        }
        return table;
    }

    @Override
    List<String> beneath(JsonNode answer) {
        Table runs = new Table("ATTEMPT", "STEP", "WALL", "CPU", "EXIT");
        List<String> said = new ArrayList<>();
        boolean any = false;
        for (JsonNode attempt : answer.path("attempts")) {
            String number = attempt.path("attempt").asText();
            for (JsonNode run : attempt.path("runs")) {
                any = true;
                runs.add(
                        number,
                        run.path("step").asText(),
                        seconds(run, "wallSeconds"),
                        seconds(run, "cpuSeconds"),
                        run.path("exit").asInt());
            }
            said.addAll(Words.of(number, attempt));
        }
        List<String> lines = new ArrayList<>();
        if (any) {
            lines.add("");
            lines.addAll(runs.lines());
        }
        if (words) {
            lines.addAll(said);
        }
        return lines;
    }

    private static String seconds(JsonNode of, String key) {
        return String.format(Locale.ROOT, "%.2f s", of.path(key).asDouble());
    }

    @Override
    String rest(JsonNode answer) {
        return "(" + answer.path("state").asText() + ", by the profile "
                + answer.path("profile").asText() + ")";
    }

    /** What was said to ffmpeg and what it said, as lines of which none is longer than what it says. */
    static final class Words {
        private Words() {}

        static List<String> of(String number, JsonNode attempt) {
            List<String> lines = new ArrayList<>();
            boolean told = false;
            for (JsonNode run : attempt.path("runs")) {
                lines.addAll(List.of(
                        "", "attempt " + number + ", " + run.path("step").asText(), "  " + command(run)));
                lines.addAll(said(run));
                told |= run.path("said").equals(attempt.path("said"));
            }
            // An attempt whose worker could not tell its runs still has the last words of one of them.
            if (!told && attempt.path("said").size() > 0) {
                lines.addAll(List.of("", "attempt " + number));
                lines.addAll(said(attempt));
            }
            return lines.stream().map(Harmless::line).toList();
        }

        private static List<String> said(JsonNode of) {
            List<String> lines = new ArrayList<>();
            of.path("said").forEach(line -> lines.add("  | " + line.asText()));
            return lines;
        }

        /** As a shell takes it. */
        static String command(JsonNode run) {
            StringBuilder command = new StringBuilder("ffmpeg");
            run.path("arguments").forEach(each -> command.append(' ').append(quoted(each.asText())));
            return command.toString();
        }

        private static String quoted(String argument) {
            return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
        }
    }
}
