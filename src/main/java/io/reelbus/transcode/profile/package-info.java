/** Profiles: what is made of an upload, as files in {@code conf/profiles} say it. */
@org.jspecify.annotations.NullMarked
package io.reelbus.transcode.profile;
