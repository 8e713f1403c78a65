/** The port of a node: one HTTP server on which each feature mounts its routes, and how errors look there. */
@NullMarked
package io.reelbus.http;

import org.jspecify.annotations.NullMarked;
