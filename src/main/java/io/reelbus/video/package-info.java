/** What one does with a video that is there: read its files, delete it. */
@NullMarked
package io.reelbus.video;

import org.jspecify.annotations.NullMarked;
