/** What a job is: plain values without I/O, which every other package speaks of. */
@NullMarked
package io.reelbus.job;

import org.jspecify.annotations.NullMarked;
