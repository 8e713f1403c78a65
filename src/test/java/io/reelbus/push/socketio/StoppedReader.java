package io.reelbus.push.socketio;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that joins {@code /} and then reads nothing, until it is told to. */
final class StoppedReader {
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "\r\n");
    /** A masked text frame "40", with a mask of zeros. */
    private static final byte[] CONNECT = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};

    private final java.net.Socket socket = new java.net.Socket();
    private final int port;

    StoppedReader(int port) {
        this.port = port;
    }

    void connect() throws IOException {
        socket.setReceiveBufferSize(8192);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        // The frame must not come before the server speaks WebSocket.
        InputStream in = socket.getInputStream();
        if (in.read() != 'H') {
            throw new IOException("no handshake");
        }
        socket.getOutputStream().write(CONNECT);
    }

    void readOn() {
        var reader = new Thread(() -> {
            byte[] buffer = new byte[65536];
            try {
                InputStream in = socket.getInputStream();
                int read = in.read(buffer);
                while (read >= 0) {
                    read = in.read(buffer);
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    void close() throws IOException {
        socket.close();
    }
}
