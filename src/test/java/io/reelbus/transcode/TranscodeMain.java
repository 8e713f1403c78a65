package io.reelbus.transcode;

import io.reelbus.Clips;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Transcodes one file and prints ffmpeg's pid once it works: a JVM that tests kill. */
public final class TranscodeMain {
    private TranscodeMain() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        Run[] run = new Run[1];
        run[0] = new Transcoder(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg())
                .start(TestProfiles.web(), Path.of(args[0]), Path.of(args[1]), tick -> {
                    if (tick.metadata().containsKey("frame")) {
                        System.out.println("pid " + run[0].pid().orElseThrow());
                    }
                });
    }
}
