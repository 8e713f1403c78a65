package io.reelbus.push.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.reelbus.job.FileId;
import io.reelbus.push.sockjs.BridgeRequest.AskStory;
import io.reelbus.push.sockjs.BridgeRequest.Ping;
import io.reelbus.push.sockjs.BridgeRequest.Refused;
import io.reelbus.push.sockjs.BridgeRequest.Register;
import io.reelbus.push.sockjs.BridgeRequest.Unregister;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeRequestTest {
    private static final FileId ID = new FileId("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static String text(String type, String address) {
        return new JsonObject().put("type", type).put("address", address).encode();
    }

    private static void assertRefused(String error, String text) {
        assertEquals(new Refused(error), BridgeRequest.parse(text), text);
    }

    @Test
    void whatTheClientOfTheBridgeSaysIsUnderstood() {
        assertEquals(new Ping(), BridgeRequest.parse("{\"type\":\"ping\"}"));
        assertEquals(
                new Register(ID, 2_000_000),
                BridgeRequest.parse("{\"type\":\"register\",\"address\":\"processing." + ID
                        + "\",\"headers\":{\"after\":2000000}}"));
        assertEquals(new Register(ID, null), BridgeRequest.parse(text("register", "processing." + ID)));
        assertEquals(new Unregister(ID), BridgeRequest.parse(text("unregister", "processing." + ID)));
        assertEquals(
                new AskStory(new JsonObject().put("fileId", ID.value()), Optional.of("answer-1")),
                BridgeRequest.parse(
                        "{\"type\":\"send\",\"address\":\"reelbus.story\",\"headers\":{},\"body\":{\"fileId\":\"" + ID
                                + "\"},\"replyAddress\":\"answer-1\"}"));
    }

    /** The bus has more: where workers hear of work, where nodes tell each other of files, and what is told here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "job.0f8fad5b-d9cb-469f-a165-70867728950e",
                "jobs.available",
                "jobs.changed",
                "nodes.node-1.echo",
                "processing.",
                "processing.*",
                "processing.0F8FAD5B-D9CB-469F-A165-70867728950E",
                "processing.0f8fad5b-d9cb-469f-a165-70867728950e.",
                "reelbus.story.",
                "Reelbus.story",
                "",
                "*"
            })
    void nothingElseOfTheBusCanBeReached(String address) {
        for (String type : List.of("register", "unregister", "send", "publish")) {
            assertRefused("access_denied", text(type, address));
        }
    }

    @Test
    void nobodyPublishesAndStoriesAreNotListenedTo() {
        assertRefused("access_denied", text("publish", "processing." + ID));
        assertRefused("access_denied", text("send", "processing." + ID));
        assertRefused("access_denied", text("publish", "reelbus.story"));
        assertRefused("access_denied", text("register", "reelbus.story"));
    }

    @Test
    void whatIsNoRequestIsRefusedInTheWordsOfTheBridge() {
        for (String text : List.of("", "{", "null", "5", "[]", "\"x\"")) {
            assertRefused("invalid_json", text);
        }
        assertRefused("missing_type", "{}");
        assertRefused("missing_type", "{\"type\":5}");
        assertRefused("missing_address", "{\"type\":\"send\"}");
        assertRefused("missing_address", "{\"type\":\"register\",\"address\":null}");
        assertRefused("invalid_type", text("dance", "reelbus.story"));
        String send = "{\"type\":\"send\",\"address\":\"reelbus.story\",\"replyAddress\":";
        assertRefused("invalid_reply_address", send + "7}");
        assertRefused("invalid_reply_address", send + "\"" + "a".repeat(37) + "\"}");
    }

    @Test
    void anyTextIsARequestOrRefused() {
        Random random = new Random(4);
        String whole = "{\"type\":\"register\",\"address\":\"processing." + ID + "\",\"headers\":{\"after\":[null]}}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, (char) (32 + random.nextInt(96)));
                } else {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                    text.append('}');
                }
            }
            assertNotNull(BridgeRequest.parse(text.toString()), text.toString());
        }
    }
}
