/** The command {@code scripts/reelbus}: a client of running nodes for people at a terminal. */
@NullMarked
package io.reelbus.cli;

import org.jspecify.annotations.NullMarked;
