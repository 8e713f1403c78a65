/** What one does with a video that is there: list it, read its files, cancel, repeat and delete it, keep it for a time. */
@NullMarked
package io.reelbus.video;

import org.jspecify.annotations.NullMarked;
