package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AttemptsCommandTest {
    private static final String TWO = """
            {"fileId": "f", "state": "processing", "profile": "hls", "attempts": [
              {"attempt": 1, "worker": "a/slot-1", "node": "a", "startedAt": "2026-01-02T03:04:05.000Z",
               "endedAt": "2026-01-02T03:04:17.000Z", "outcome": "transcode_failed", "ffmpeg": "5.1.6",
               "said": ["Error: \\u001b[2Jit is", "broken"], "wallSeconds": 10.5, "cpuSeconds": 20.254,
               "runs": [
                {"step": "probe", "arguments": ["-i", "file:/in"], "wallSeconds": 0.5, "cpuSeconds": 0.254, "exit": 1,
                 "said": []},
                {"step": "transcode", "arguments": ["-metadata", "title=it's $(me)\\n", ""], "wallSeconds": 10,
                 "cpuSeconds": 20, "exit": 137, "said": ["Error: \\u001b[2Jit is", "broken"]}]},
              {"attempt": 2, "worker": "b/slot-1", "node": "b", "startedAt": "2026-01-02T03:04:18.000Z",
               "wallSeconds": 0, "cpuSeconds": 0, "runs": []}]}
            """;

    private static final List<String> RUNS = List.of(
            "",
            "ATTEMPT  STEP          WALL      CPU  EXIT",
            "      1  probe       0.50 s   0.25 s     1",
            "      1  transcode  10.00 s  20.00 s   137");

    private final AttemptsCommand command = new AttemptsCommand();

    private static JsonNode json(String text) throws IOException {
        return Target.JSON.readTree(text);
    }

    @Test
    void attemptsAreARowEachAndTheirRunsStandBeneath() throws Exception {
        JsonNode answer = json(TWO);
        assertEquals(
                List.of(
                        "ATTEMPT  OUTCOME           NODE  STARTED                   ENDED"
                                + "                        WALL      CPU  FFMPEG",
                        "      1  transcode_failed  a     2026-01-02T03:04:05.000Z  2026-01-02T03:04:17.000Z"
                                + "  10.50 s  20.25 s   5.1.6",
                        "      2  under way         b     2026-01-02T03:04:18.000Z  -"
                                + "                          0.00 s   0.00 s       -"),
                command.table(answer).lines());
        assertEquals(RUNS, command.beneath(answer));
        assertEquals("(processing, by the profile hls)", command.rest(answer));
    }

    @Test
    void wordsAreShownAsAShellTakesThemAndMoveNoCursor() throws Exception {
        var unused = new CommandLine(command).parseArgs("f", "--words");
        List<String> lines = command.beneath(json(TWO));
        assertEquals(RUNS, lines.subList(0, RUNS.size()));
        assertEquals(
                List.of(
                        "",
                        "attempt 1, probe",
                        "  ffmpeg -i file:/in",
                        "",
                        "attempt 1, transcode",
                        "  ffmpeg -metadata 'title=it'\\''s $(me)?' ''",
                        "  | Error: ?[2Jit is",
                        "  | broken"),
                lines.subList(RUNS.size(), lines.size()));
    }

    @Test
    void anAttemptWithoutRunsStillHasItsLastWords() throws Exception {
        var unused = new CommandLine(command).parseArgs("f", "--words");
        assertEquals(
                List.of("", "attempt 1", "  | gone"),
                command.beneath(json("{\"attempts\": [{\"attempt\": 1, \"said\": [\"gone\"], \"runs\": []}]}")));
    }

    @Test
    void anIdIsAPlaceInThePathWhateverItIs() {
        var unused = new CommandLine(command).parseArgs("../nodes?a");
        assertEquals("/inspect/jobs/..%2Fnodes%3Fa/attempts", command.path());
    }
}
