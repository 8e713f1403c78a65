package io.reelbus.upload;

import java.util.Optional;

/**
 * What a client wishes for its video beside its bytes.
 *
 * @param priority how urgent it is
 * @param profile the name of the one by which it is to be processed, as the client said it; empty where it said none
 * @param admitted whether that profile was chosen before the bytes came
 */
record Wishes(int priority, Optional<String> profile, boolean admitted) {}
