package io.reelbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelbus.cli.ServerEvents.Event;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Watches one video to its end: a bar on a terminal, lines elsewhere. It comes back by itself where it is cut off. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Watches a video until it is completed (ends with 0) or has failed (ends with 1).")
final class WatchCommand implements Callable<Integer> {
    /** Nodes say something at least every 25 s unless they are told otherwise. */
    private static final long SILENCE_SECONDS = 75;

    private static final long FIRST_PAUSE_MS = 250;
    private static final long LAST_PAUSE_MS = 5_000;

    @Mixin
    private Target target = new Target();

    @Parameters(paramLabel = "ID", description = "The video's id, as the upload's answer has it (fileId).")
    private String id = "";

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(screen::endProgress));
        Story story = new Story(screen);
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
        });
        String path = "/api/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/events";
        long pause = FIRST_PAUSE_MS;
        // A node that was never reached is told of at once; one that was is looked for until it is back.
        ServerEvents events = target.open(path, "");
        while (true) {
            boolean heard = follow(events, story, watchdog);
            if (story.outcome().isPresent()) {
                return story.outcome().get();
            }
            pause = heard ? FIRST_PAUSE_MS : Math.min(LAST_PAUSE_MS, pause * 2);
            events = reopen(path, story, pause);
        }
    }

    /** Reads to the end of the stream; true where anything came. */
    private static boolean follow(ServerEvents events, Story story, ScheduledExecutorService watchdog) {
        var watching = watchdog.scheduleAtFixedRate(() -> closeSilent(events), 1, 1, TimeUnit.SECONDS);
        boolean heard = false;
        try (events) {
            Optional<Event> next = events.next();
            while (next.isPresent() && story.outcome().isEmpty()) {
                heard = true;
                story.tell(next.get());
                next = story.outcome().isPresent() ? next : events.next();
            }
            if (events.isNothing()) {
                story.over();
            } else if (story.outcome().isEmpty()) {
                story.cutOff();
            }
        } catch (IOException cutOff) {
            story.cutOff();
        } finally {
            watching.cancel(false);
        }
        return heard;
    }

    private static void closeSilent(ServerEvents events) {
        if (System.nanoTime() - events.heardAt() > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
            try {
                events.close();
            } catch (IOException e) {
                // Then it is closed.
            }
        }
    }

    private ServerEvents reopen(String path, Story story, long firstPause) throws InterruptedException {
        long pause = firstPause;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(pause);
            try {
                return target.open(path, story.lastId());
            } catch (Trouble stillAway) {
                story.cutOff();
                pause = Math.min(LAST_PAUSE_MS, pause * 2);
            }
        }
    }

    /** What has been told of the video so far. */
    static final class Story {
        private static final int COMPLETED = 0;
        private static final int FAILED = 1;

        private final Screen screen;
        private String lastId = "";
        private boolean away;
        private Optional<Integer> outcome = Optional.empty();

        Story(Screen screen) {
            this.screen = screen;
        }

        String lastId() {
            return lastId;
        }

        /** With what the command ends, once that is known. */
        Optional<Integer> outcome() {
            return outcome;
        }

        void cutOff() {
            if (!away) {
                away = true;
                screen.endProgress();
                System.err.println("reelbus: the connection is lost, trying again");
            }
        }

        /** The node has nothing more to say of it: what was there has been deleted. */
        void over() {
            end(FAILED, "Gone: the video was deleted.");
        }

        void tell(Event event) {
            away = false;
            lastId = event.id().isEmpty() ? lastId : event.id();
            JsonNode data = parse(event.data());
            switch (event.name()) {
                case "subscribed" -> {
                    if (!data.path("known").asBoolean(true)) {
                        screen.line("Waiting: there is no such video yet.");
                    }
                }
                case "unsubscribed" ->
                    end(FAILED, "Gone: " + data.path("reason").asText("nothing follows"));
                case "processing:started" -> {
                    int attempt = data.path("attempt").asInt(1);
                    if (attempt > 1) {
                        screen.line("Attempt " + attempt);
                    }
                    screen.progress(0, "Started");
                }
                case "processing:progress" ->
                    screen.progress(
                            data.path("progress").asDouble(),
                            data.path("message").asText());
                case "processing:completed" -> end(COMPLETED, "Completed" + result(data.path("result")));
                case "processing:failed" ->
                    end(
                            FAILED,
                            "Failed: " + data.path("error").asText() + " ("
                                    + data.path("code").asText() + ")");
                default -> {
                    // Of a newer release.
                }
            }
        }

        private static JsonNode parse(String data) {
            try {
                return Target.JSON.readTree(data);
            } catch (IOException e) {
                throw new Trouble("the node says what cannot be understood: " + data);
            }
        }

        private static String result(JsonNode result) {
            return result.has("duration") && result.has("width")
                    ? ": " + result.get("width").asText() + "x"
                            + result.path("height").asText() + ", "
                            + result.get("duration").asText() + " s"
                    : "";
        }

        private void end(int code, String line) {
            screen.line(line);
            outcome = Optional.of(code);
        }
    }
}
