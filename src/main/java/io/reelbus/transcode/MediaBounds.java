package io.reelbus.transcode;

/**
 * What is taken as a video: more of anything is refused before work on it begins.
 *
 * @param streams of video, audio and subtitles together
 * @param pixels of one picture, as it is stored and as it is shown
 * @param seconds how long it says it is
 */
record MediaBounds(int streams, long pixels, long seconds) {}
