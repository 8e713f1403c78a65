package io.reelbus.transcode;

/** The steps of the work, in their order; a profile has some of them. */
enum Step {
    PROBE("probe", "Extracting metadata..."),
    ENCODE("transcode", "Transcoding..."),
    POSTER("poster", "Creating poster..."),
    FINISH("finish", "Finishing..."),
    STORE("store", "Storing...");

    private final String wire;
    private final String message;

    Step(String wire, String message) {
        this.wire = wire;
        this.message = message;
    }

    String wire() {
        return wire;
    }

    String message() {
        return message;
    }
}
