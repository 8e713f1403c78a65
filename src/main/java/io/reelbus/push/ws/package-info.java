/** The raw WebSocket: JSON frames for clients that speak no Socket.IO. */
@NullMarked
package io.reelbus.push.ws;

import org.jspecify.annotations.NullMarked;
