/** HTTP Live Streaming (RFC 8216): reads what ffmpeg writes of each rendition and writes what says how they belong together. */
@NullMarked
package io.reelbus.transcode.hls;

import org.jspecify.annotations.NullMarked;
