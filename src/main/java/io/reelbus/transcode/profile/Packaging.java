package io.reelbus.transcode.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what the streams that are made are put. */
public enum Packaging {
    /** One MP4 with all of them, which plays while it loads. */
    @JsonProperty("mp4")
    MP4,
    /** HTTP Live Streaming: each rendition and each audio track a fragmented MP4 of its own, with play lists. */
    @JsonProperty("hls")
    HLS,
    /** Nothing: the source is looked at and no stream of it is made anew. */
    @JsonProperty("none")
    NONE
}
