/** The story of a video as an event iterator of oRPC. */
@NullMarked
package io.reelbus.push.iterator;

import org.jspecify.annotations.NullMarked;
