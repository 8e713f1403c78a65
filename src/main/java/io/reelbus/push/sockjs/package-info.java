/** SockJS: the raw frames for sockjs-client, and the event bus bridge for its own client. */
@NullMarked
package io.reelbus.push.sockjs;

import org.jspecify.annotations.NullMarked;
