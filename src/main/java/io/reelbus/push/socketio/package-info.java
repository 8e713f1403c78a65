/**
 * Engine.IO v4 and Socket.IO v5, spoken as a server: pure codecs, pure session state machines and a thin Vert.x
 * transport. It knows namespaces, packets and acks, and nothing of what they carry.
 *
 * <p>Read it from the wire inwards: {@code EngineHandler} takes requests, {@code EngineSession} decides what a client
 * may do on its transport, {@code SocketIoSession} gives its packets to sockets.
 */
@NullMarked
package io.reelbus.push.socketio;

import org.jspecify.annotations.NullMarked;
