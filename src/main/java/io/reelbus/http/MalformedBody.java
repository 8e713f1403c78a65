package io.reelbus.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.util.concurrent.TimeUnit;

/**
 * A body whose chunks cannot be read has no end that anybody knows. Vert.x closes its connection without a word; here
 * the request fails as one that the client got wrong, so that whoever takes it can say so before the connection ends.
 */
@ChannelHandler.Sharable
public final class MalformedBody extends ChannelInboundHandlerAdapter {
    private static final MalformedBody INSTANCE = new MalformedBody();
    /** Time for the client to read what it is told. */
    private static final int LINGER_SECONDS = 2;

    private static final AttributeKey<Boolean> SEEN = AttributeKey.valueOf(MalformedBody.class, "seen");

    private MalformedBody() {}

    /** Sees to it that requests of this connection are told; on its event loop. HTTP/2 has no chunks. */
    static void tell(HttpConnection connection) {
        boolean unused = VertxInside.putBefore(connection, http -> INSTANCE);
    }

    /** Whether that has happened to the body of this request, of which it is told only where it listens by then. */
    public static boolean isOf(HttpServerRequest request) {
        return request.connection() instanceof Http1ServerConnection http
                && !request.isEnded()
                && http.channel().hasAttr(SEEN);
    }

    /** What it fails with. */
    public static FailureException failure() {
        return Failure.BAD_REQUEST.because("The chunks of the body could not be read.");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        // A head that cannot be read comes as a whole request.
        if (read instanceof HttpContent body
                && !(read instanceof HttpMessage)
                && body.decoderResult().isFailure()
                && context.pipeline().get(VertxHandler.class).getConnection() instanceof Http1ServerConnection http
                // Of a request that Vert.x has not looked at yet nobody could be told.
                && !PendingReads.hasAny(http)) {
            ReferenceCountUtil.release(read);
            context.channel().attr(SEEN).set(true);
            http.handleException(failure());
            // Whatever else comes is not looked at any more.
            var unused = context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            context.fireChannelRead(read);
        }
    }
}
