/** The state of a video for clients that ask again and again. */
@NullMarked
package io.reelbus.push.poll;

import org.jspecify.annotations.NullMarked;
