/** Server-sent events: the story of one video for each request, which a browser's EventSource resumes by itself. */
@NullMarked
package io.reelbus.push.sse;

import org.jspecify.annotations.NullMarked;
