/** Uploads that can be interrupted: the tus protocol, version 1.0. */
@NullMarked
package io.reelbus.upload.tus;

import org.jspecify.annotations.NullMarked;
