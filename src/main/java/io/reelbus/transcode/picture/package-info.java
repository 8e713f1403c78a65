/** Pictures of a video: which frame stands for it, and which part of a sheet shows which moment. */
@NullMarked
package io.reelbus.transcode.picture;

import org.jspecify.annotations.NullMarked;
