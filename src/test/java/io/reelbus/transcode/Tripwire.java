package io.reelbus.transcode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A secret file and a port that nobody may touch, and that notice it: the file is a pipe, which waits for a reader. */
final class Tripwire implements AutoCloseable {
    static final String MARKER = "the-secret-of-another-tenant";

    private final Path secret;
    private final ServerSocket port;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final Thread opening = new Thread(this::awaitReaders, "tripwire-file");
    private final Thread accepting = new Thread(this::awaitConnections, "tripwire-port");
    private volatile boolean closed;

    Tripwire(Path folder) throws IOException, InterruptedException {
        secret = folder.resolve("secret.mp4");
        if (new ProcessBuilder("mkfifo", secret.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("no pipe could be made");
        }
        port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opening.setDaemon(true);
        opening.start();
        accepting.setDaemon(true);
        accepting.start();
    }

    Path secret() {
        return secret;
    }

    String address() {
        return port.getInetAddress().getHostAddress() + ":" + port.getLocalPort();
    }

    /** How often the file was opened and the port connected to. */
    int touches() {
        return opened.get() + connected.get();
    }

    private void awaitReaders() {
        while (!closed) {
            try (OutputStream pipe = Files.newOutputStream(secret)) {
                opened.incrementAndGet();
                pipe.write(MARKER.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // The reader was: it has been counted.
            }
        }
    }

    private void awaitConnections() {
        while (!closed) {
            try (Socket caller = port.accept()) {
                connected.incrementAndGet();
                caller.getOutputStream().write(MARKER.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // Or this one was closed.
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        port.close();
        // Who waits for a reader gets one; and where nobody waits any more this does not wait for him.
        try (RandomAccessFile pipe = new RandomAccessFile(secret.toFile(), "rw")) {
            opening.join();
        }
        accepting.join();
    }
}
