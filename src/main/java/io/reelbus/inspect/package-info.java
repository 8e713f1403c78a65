/** Looking inside: what passes on the bus, and what the nodes of the whole cluster do and know. */
@NullMarked
package io.reelbus.inspect;

import org.jspecify.annotations.NullMarked;
