package io.reelbus;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * This machine's transport, whose connections to other servers gather their writes, see {@link GatheredFlush}. The event
 * bus makes its connections itself and shows them to nobody: they can be met only where all channels come from.
 */
final class GatheringTransport implements Transport {
    private final Transport transport;

    private GatheringTransport(Transport transport) {
        this.transport = transport;
    }

    /** The native one where there is one that works, as Vert.x chooses by itself. */
    static io.vertx.core.transport.Transport best() {
        var found = io.vertx.core.transport.Transport.nativeTransport();
        return new Named(found != null && found.available() ? found : io.vertx.core.transport.Transport.NIO);
    }

    private record Named(io.vertx.core.transport.Transport chosen) implements io.vertx.core.transport.Transport {
        @Override
        public String name() {
            return chosen.name();
        }

        @Override
        public boolean available() {
            return chosen.available();
        }

        @Override
        public Throwable unavailabilityCause() {
            return chosen.unavailabilityCause();
        }

        @Override
        public Transport implementation() {
            return new GatheringTransport(chosen.implementation());
        }
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> factory = transport.channelFactory(domainSocket);
        return () -> {
            Channel channel = factory.newChannel();
            // The first handler: what it flushes is encoded, and encrypted, already.
            var unused = channel.pipeline().addFirst(new GatheredFlush());
            return channel;
        };
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return transport.serverChannelFactory(domainSocket);
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return transport.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return transport.datagramChannelFactory();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return transport.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        return transport.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public boolean supportsDomainSockets() {
        return transport.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return transport.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return transport.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return transport.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return transport.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return transport.convert(address);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        transport.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
        transport.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        transport.configure(config, domainSocket, bootstrap);
    }
}
