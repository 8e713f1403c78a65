/** What is made of a video, and how: ffmpeg found, fenced in, supervised, and its progress understood. */
@NullMarked
package io.reelbus.transcode;

import org.jspecify.annotations.NullMarked;
