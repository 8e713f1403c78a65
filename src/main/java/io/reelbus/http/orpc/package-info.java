/**
 * The RPC protocol of oRPC 1.16 as a server: procedures by path, inputs and answers in envelopes, forms, batches, event
 * iterators; and the bodies of its OpenAPI protocol. A library inside the project: it knows nothing of videos.
 */
@NullMarked
package io.reelbus.http.orpc;

import org.jspecify.annotations.NullMarked;
