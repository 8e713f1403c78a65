package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The room that is kept for an upload, at each door and for each of its ends. */
class ReservedRoomIT {
    private static final int SIZE = 3_000_000;

    @TempDir
    static Path data;

    private static TestNode node;

    enum Door {
        FORM,
        FORM_WITH_KEY,
        RAW,
        TUS;

        private String line() throws Exception {
            String form = "POST /api/videos HTTP/1.1\r\nContent-Type: " + Form.TYPE;
            return switch (this) {
                case FORM -> form;
                case FORM_WITH_KEY -> form + "\r\nIdempotency-Key: " + UUID.randomUUID();
                case RAW -> "PUT /api/videos/" + UUID.randomUUID() + " HTTP/1.1";
                case TUS ->
                    "PATCH " + created() + " HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream";
            };
        }

        private byte[] body() {
            byte[] bytes = Web.random(SIZE);
            return this == FORM || this == FORM_WITH_KEY ? Form.of(bytes).closed() : bytes;
        }
    }

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("REELBUS_UPLOAD_MAX_BYTES", Integer.toString(SIZE)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String created() throws Exception {
        return Web.header(
                Web.send(Web.to(node, "/uploads")
                        .headers("Tus-Resumable", "1.0.0", "Upload-Length", Integer.toString(SIZE))
                        .POST(BodyPublishers.noBody())),
                "location");
    }

    private static RawClient begun(Door door, String length) throws Exception {
        return new RawClient(node).text(door.line() + "\r\nHost: localhost\r\n" + length + "\r\n\r\n");
    }

    private static String length(byte[] body) {
        return "Content-Length: " + body.length;
    }

    private static void awaitReserved() {
        Await.until("some is reserved", () -> Web.reserved(node) > 0);
    }

    private static void awaitNothingReserved() {
        Await.until("nothing is reserved", () -> Web.reserved(node) == 0);
    }

    @ParameterizedTest
    @EnumSource
    void itShrinksAsTheBytesComeAndIsGoneWithTheAnswer(Door door) throws Exception {
        byte[] body = door.body();
        try (RawClient client = begun(door, length(body))) {
            awaitReserved();
            client.bytes(body, 0, 2_500_000);
            Await.until("it has shrunk", () -> Web.reserved(node) <= 500_000);
            client.bytes(body, 2_500_000, body.length - 2_500_000);
            assertEquals(2, client.answer().status() / 100);
        }
        awaitNothingReserved();
    }

    @ParameterizedTest
    @EnumSource
    void ofAnUploadOfUnknownLengthItIsGoneWithTheAnswer(Door door) throws Exception {
        byte[] body = door.body();
        try (RawClient client = begun(door, "Transfer-Encoding: chunked")) {
            awaitReserved();
            client.chunk(body).text("0\r\n\r\n");
            assertEquals(2, client.answer().status() / 100);
        }
        awaitNothingReserved();
    }

    @ParameterizedTest
    @EnumSource
    void itIsGoneWhenTheConnectionIsLost(Door door) throws Exception {
        byte[] body = door.body();
        for (String length : new String[] {length(body), "Transfer-Encoding: chunked"}) {
            for (int sent : new int[] {0, 1_000, 1_000_000}) {
                RawClient client = begun(door, length);
                awaitReserved();
                if (length.startsWith("T")) {
                    client.chunk(java.util.Arrays.copyOf(body, sent + 1));
                } else {
                    client.bytes(body, 0, sent);
                }
                client.reset();
                awaitNothingReserved();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsGoneAfterARefusal(Door door) throws Exception {
        byte[] tooLarge = new byte[SIZE + 200_000];
        System.arraycopy(door.body(), 0, tooLarge, 0, SIZE);
        try (RawClient client = begun(door, "Transfer-Encoding: chunked")) {
            client.chunk(tooLarge).text("0\r\n\r\n");
            assertEquals(4, client.answer().status() / 100);
        }
        awaitNothingReserved();
    }

    @Test
    void bytesThatAreSaidAgainNeedNone() throws Exception {
        byte[] bytes = Web.random(1_000);
        String path = "/api/videos/" + UUID.randomUUID();
        assertEquals(
                201,
                Web.send(Web.to(node, path).PUT(BodyPublishers.ofByteArray(bytes)))
                        .statusCode());
        awaitNothingReserved();
        try (RawClient again = new RawClient(node)) {
            again.text("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" + length(bytes)
                    + "\r\n\r\n");
            assertEquals(100, again.answer().status());
            assertEquals(0, Web.reserved(node));
            assertEquals(200, again.bytes(bytes).answer().status());
        }
    }
}
