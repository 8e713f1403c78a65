/** What must not be lost: jobs and their journal in a database, bytes in a media store. */
@NullMarked
package io.reelbus.store;

import org.jspecify.annotations.NullMarked;
