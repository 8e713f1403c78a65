/** Delivery of progress: who watches what on this node, what they have had, and the transports that carry it. */
@NullMarked
package io.reelbus.push;

import org.jspecify.annotations.NullMarked;
