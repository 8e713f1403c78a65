package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that writes exactly the bytes it is told to. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawClient(TestNode node) throws IOException {
        this(node.port());
    }

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** An answer; header names are in lower case. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        public void assertProblem(int expected, String code) {
            assertEquals(expected, status, body);
            assertEquals("application/problem+json", headers.get("content-type"));
            assertEquals(code, json().getString("code"));
        }
    }

    /** Waits no longer than this for what it reads. */
    RawClient patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return this;
    }

    /** Begins a POST of a form; {@code headers} end with a line break each. */
    public RawClient post(String path, String headers) throws IOException {
        return text("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Form.TYPE + "\r\n" + headers
                + "\r\n");
    }

    public RawClient text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    public RawClient bytes(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        out.flush();
        return this;
    }

    public RawClient chunk(byte[] bytes) throws IOException {
        return text(Integer.toHexString(bytes.length) + "\r\n").bytes(bytes).text("\r\n");
    }

    /** Says that nothing more comes, without closing the way back. */
    public RawClient shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Ends the connection with an RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Whether the server ends the connection without another byte. */
    public boolean endedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** All that still comes until the server ends the connection. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** The next byte; -1 when the server has ended the connection. */
    public int read() throws IOException {
        return in.read();
    }

    public Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new EOFException("the server closed after: " + line);
            }
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
