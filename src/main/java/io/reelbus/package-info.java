/** Wires one node of Reelbus out of its features. */
@NullMarked
package io.reelbus;

import org.jspecify.annotations.NullMarked;
