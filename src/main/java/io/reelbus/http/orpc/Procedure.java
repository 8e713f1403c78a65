package io.reelbus.http.orpc;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * One procedure, which a feature hands to {@link RpcRoutes}.
 *
 * @param path its name with slashes, for instance {@code video/get}, as the client's dots become
 * @param safe whether it changes nothing, so that it may be called by GET too
 * @param work does what is asked for; what it fails with, or throws, is answered as an error
 */
public record Procedure(String path, boolean safe, Function<Call, Future<Output>> work) {}
