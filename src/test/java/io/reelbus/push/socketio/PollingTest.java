package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingTest extends Live {
    @ParameterizedTest
    @ValueSource(strings = {"4hello", "4test1\u001e4test2\u001e4test3", "4hello\u001ebAQIDBA==", "4€ ä"})
    void whatIsPostedComesBackByPoll(String payload) throws Exception {
        String session = open(ENGINE);
        HttpResponse<String> posted = post(session, payload);
        assertEquals(200, posted.statusCode());
        assertEquals("ok", posted.body());
        assertEquals("text/html", posted.headers().firstValue("content-type").orElse(""));
        HttpResponse<String> polled = get(session);
        assertEquals(payload, polled.body());
        assertEquals(
                "text/plain; charset=UTF-8",
                polled.headers().firstValue("content-type").orElse(""));
        assertEquals("no-store", polled.headers().firstValue("cache-control").orElse(""));
    }

    @Test
    void aPollWaitsForAMessage() throws Exception {
        String session = open(ENGINE);
        CompletableFuture<HttpResponse<String>> poll = getLater(session);
        assertEquals("ok", post(session, "4hello").body());
        assertEquals("4hello", await(poll).body());
    }

    @Test
    void aMalformedPostClosesTheSession() throws Exception {
        String session = open(ENGINE);
        assertRefused(3, "Bad request", post(session, "abc"));
        assertRefused(1, "Session ID unknown", get(session));
        assertEquals(0, server.engines.size());
    }

    @Test
    void aSecondParallelPollClosesTheSession() throws Exception {
        String session = open(ENGINE);
        CompletableFuture<HttpResponse<String>> one = getLater(session);
        CompletableFuture<HttpResponse<String>> other = getLater(session);
        // Which of the two comes first is the network's affair.
        HttpResponse<String> first = await(one).statusCode() == 200 ? await(one) : await(other);
        HttpResponse<String> second = first == await(one) ? await(other) : await(one);
        assertEquals(200, first.statusCode());
        assertEquals("1", first.body());
        assertRefused(3, "Bad request", second);
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void anAbortedPollClosesTheSession(Vertx vertx) throws Exception {
        String session = open(ENGINE);
        NetSocket client = await(vertx.createNetClient()
                .connect(port(session), "localhost")
                .toCompletionStage()
                .toCompletableFuture());
        await(client.write("GET " + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .toCompletionStage()
                .toCompletableFuture());
        await(client.close().toCompletionStage().toCompletableFuture());
        await(() -> server.engines.size() == 0);
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aClientThatClosesGetsANoopIntoItsPoll() throws Exception {
        // The POST may overtake the poll; then the poll finds no session, and the client tries again.
        HttpResponse<String> poll;
        do {
            String session = open(ENGINE);
            CompletableFuture<HttpResponse<String>> pending = getLater(session);
            assertEquals("ok", post(session, "1").body());
            poll = await(pending);
            assertRefused(1, "Session ID unknown", get(session));
        } while (poll.statusCode() == 400);
        assertEquals("6", poll.body());
        assertEquals(0, server.engines.size());
    }

    @Test
    void aBodyLargerThanAnnouncedClosesTheSession() throws Exception {
        String session = open(ENGINE);
        assertEquals("ok", post(session, "4" + "x".repeat(999)).body());
        assertEquals(413, post(session, "4" + "x".repeat(1000)).statusCode());
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aChunkedBodyIsMeasuredAsItComes() throws Exception {
        String session = open(ENGINE);
        byte[] large = ("4" + "x".repeat(300_000)).getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                413,
                post(session, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .statusCode());
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws Exception {
        String session = open(ENGINE);
        byte[] head = ("POST " + session + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = ("10000\r\n" + "4".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (var client = new java.net.Socket("localhost", port(session))) {
            client.getOutputStream().write(head);
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    client.getOutputStream().write(chunk);
                }
            });
        }
        await(() -> server.engines.size() == 0);
    }

    @Test
    void aBodyOfBytesClosesTheSession() throws Exception {
        String session = open(ENGINE);
        HttpResponse<String> response = await(send(request(session)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("4a"))));
        assertRefused(3, "Bad request", response);
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aSecondParallelPostClosesTheSession(Vertx vertx) throws Exception {
        String session = open(ENGINE);
        NetSocket slow = await(vertx.createNetClient()
                .connect(port(session), "localhost")
                .toCompletionStage()
                .toCompletableFuture());
        await(slow.write("POST " + session + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n4begun")
                .toCompletionStage()
                .toCompletableFuture());
        String sid = session.substring(session.indexOf("sid=") + 4);
        await(() -> server.engines.find(sid).posting().get());
        assertRefused(3, "Bad request", post(session, "4a"));
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aPostThatBreaksOffClosesTheSession(Vertx vertx) throws Exception {
        String session = open(ENGINE);
        NetSocket client = await(vertx.createNetClient()
                .connect(port(session), "localhost")
                .toCompletionStage()
                .toCompletableFuture());
        await(client.write("POST " + session + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n4begun")
                .toCompletionStage()
                .toCompletableFuture());
        await(client.close().toCompletionStage().toCompletableFuture());
        await(() -> server.engines.size() == 0);
    }

    @Test
    void socketIoRunsOverPolling() throws Exception {
        String session = open(IO);
        assertEquals("ok", post(session, "40/custom,{\"token\":\"t\"}").body());
        assertTrue(get(session)
                .body()
                .matches("40/custom,\\{\"sid\":\"[^\"]+\"}\u001e42/custom,\\[\"auth\",\\{\"token\":\"t\"}]"));
        assertEquals(
                "ok",
                post(session, "451-/custom,[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID")
                        .body());
        assertEquals(
                "451-/custom,[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID",
                get(session).body());
    }
}
