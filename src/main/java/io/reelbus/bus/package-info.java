/** The event bus: every address, every verb and the shape of what is sent. */
@NullMarked
package io.reelbus.bus;

import org.jspecify.annotations.NullMarked;
