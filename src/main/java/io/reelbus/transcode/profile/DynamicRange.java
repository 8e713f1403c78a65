package io.reelbus.transcode.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of colours that not every screen shows. */
public enum DynamicRange {
    /** They are mapped to those that every screen shows: BT.709 with 8 bits. */
    @JsonProperty("standard")
    STANDARD,
    /** They stay what they are. */
    @JsonProperty("keep")
    KEEP
}
