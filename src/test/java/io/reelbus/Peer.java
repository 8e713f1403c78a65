package io.reelbus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of delivery on a bare socket, by either WebSocket protocol: it reads when it is told to, and not before. */
public final class Peer implements AutoCloseable {
    public static final int TEXT = 0x1;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xa;
    private static final int RECEIVE_BUFFER = 8192;

    /** What is spoken on the WebSocket. */
    public enum Protocol {
        RAW("/file-processing"),
        SOCKET_IO("/socket.io/?EIO=4&transport=websocket");

        final String path;

        Protocol(String path) {
            this.path = path;
        }

        /** A message that asks for this, as text. */
        public String message(String event, Object data) {
            return this == RAW
                    ? new JsonObject().put("event", event).put("data", data).encode()
                    : "42/file-processing,"
                            + new JsonArray().add(event).add(data).encode();
        }
    }

    private final Protocol protocol;
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>();

    private Peer(int port, Protocol protocol, String address) throws IOException {
        this.protocol = protocol;
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String handshake = String.join(
                "\r\n",
                "GET " + protocol.path + " HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "X-Forwarded-For: " + address,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "\r\n");
        socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
        status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Asks for a WebSocket, as the proxy on this machine does for a client of this address. */
    public static Peer ask(int port, Protocol protocol, String address) throws IOException {
        return new Peer(port, protocol, address);
    }

    /** Connects, and joins the namespace where there are some. */
    public static Peer connect(int port, Protocol protocol, String address) throws IOException {
        Peer peer = ask(port, protocol, address);
        if (peer.status != 101) {
            throw new IOException("refused with " + peer.status);
        }
        if (protocol == Protocol.SOCKET_IO) {
            peer.frame(TEXT, "40/file-processing,");
            String joined = peer.text();
            while (!joined.startsWith("40/file-processing,")) {
                joined = peer.text();
            }
        }
        return peer;
    }

    public int status() {
        return status;
    }

    /** The header's value; empty where the answer has none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The body of an answer that is not a WebSocket. */
    public String body() throws IOException {
        return new String(in.readNBytes(Integer.parseInt(header("content-length"))), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int each = in.readUnsignedByte(); each != '\n'; each = in.readUnsignedByte()) {
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    public void emit(String event, Object data) throws IOException {
        frame(TEXT, protocol.message(event, data));
    }

    public void subscribe(String fileId) throws IOException {
        emit("subscribe:file", new JsonObject().put("fileId", fileId));
    }

    public void frame(int type, String payload) throws IOException {
        socket.getOutputStream().write(encoded(type, payload));
    }

    /** The bytes as they are. */
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A frame of a client, masked with zeros. */
    public static byte[] encoded(int type, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        var frame = new ByteArrayOutputStream();
        frame.write(0x80 | type);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else if (bytes.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) bytes.length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }

    private record Frame(int type, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private Frame read() throws IOException {
        int type = in.readUnsignedByte() & 0xf;
        int length = in.readUnsignedByte();
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        return new Frame(type, in.readNBytes((int) size));
    }

    /** The next text; pings of both protocols are answered on the way. */
    private String text() throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.type() == PING) {
                frame(PONG, frame.text());
            } else if (frame.type() == TEXT
                    && protocol == Protocol.SOCKET_IO
                    && frame.text().equals("2")) {
                frame(TEXT, "3");
            } else if (frame.type() == TEXT) {
                return frame.text();
            } else if (frame.type() == CLOSE) {
                int code = (frame.payload()[0] & 0xff) << 8 | frame.payload()[1] & 0xff;
                throw new ClosedException(code, frame.text().substring(2));
            }
        }
    }

    /** The server has said goodbye. */
    public static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1L;
        final int code;
        final String reason;

        ClosedException(int code, String reason) {
            super(code + " " + reason);
            this.code = code;
            this.reason = reason;
        }
    }

    /** What the server says next: {@code event} and {@code data}. */
    public JsonObject next() throws IOException {
        String text = text();
        if (protocol == Protocol.RAW) {
            return new JsonObject(text);
        }
        JsonArray packet = new JsonArray(text.substring(text.indexOf('[')));
        return new JsonObject().put("event", packet.getString(0)).put("data", packet.getValue(1));
    }

    /** Reads on until it hears this event, and returns its data. */
    public JsonObject next(String event) throws IOException {
        JsonObject heard = next();
        while (!heard.getString("event").equals(event)) {
            heard = next();
        }
        return heard.getJsonObject("data");
    }

    /** Whether it hears this event before it has heard nothing for so long. */
    public boolean hears(String event, int milliseconds) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(milliseconds);
        try {
            var unused = next(event);
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    /** What it is told next must be that something is wrong: the sentence. */
    public String complaint() throws IOException {
        return next(protocol == Protocol.RAW ? "error" : "exception").getString("message");
    }

    /** Reads what is there until the server ends the connection, and returns how it did. */
    public String ending() {
        try {
            while (true) {
                text();
            }
        } catch (ClosedException closed) {
            return closed.getMessage();
        } catch (IOException broken) {
            return "broken";
        }
    }

    /** One byte of what the server sends; -1 when it has ended the connection. */
    public int readByte() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
