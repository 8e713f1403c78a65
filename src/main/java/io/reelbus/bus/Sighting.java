package io.reelbus.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.MultiMap;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as a node has seen it, once as it was sent and once for each consumer that received it.
 *
 * @param node the node that has seen it
 * @param isReceived whether a consumer got it; else it was sent
 */
record Sighting(
        String node,
        boolean isReceived,
        String kind,
        String address,
        @Nullable String replyAddress,
        MultiMap headers,
        @Nullable Object body,
        Instant at) {
    /** Of a body no more than so many characters or bytes are shown. */
    static final int MAX_BODY = 16 * 1024;

    private static final int MAX_HEADERS = 32;
    private static final int MAX_TEXT = 1_000;

    /** How Vert.x calls the addresses that it makes for replies. */
    private static final String REPLIES = "__vertx.reply.";

    /** {@code publish}, {@code send}, {@code request} (one that waits for a reply) or {@code reply}. */
    static String kind(boolean send, String address, @Nullable String replyAddress) {
        if (address.startsWith(REPLIES)) {
            return "reply";
        }
        if (!send) {
            return "publish";
        }
        return replyAddress == null ? "send" : "request";
    }

    /** One line of JSON, made at once: the body may be changed by whoever has sent it. */
    String encode() {
        ShownBody shown = ShownBody.of(body, MAX_BODY);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = DatabindCodec.mapper().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("node", node);
            json.writeStringField("direction", isReceived ? "received" : "sent");
            json.writeStringField("kind", kind);
            json.writeStringField("address", cut(address));
            if (replyAddress != null) {
                json.writeStringField("replyAddress", cut(replyAddress));
            }
            writeHeaders(json);
            json.writeFieldName("body");
            json.writeRawValue(shown.json());
            if (!shown.type().isEmpty()) {
                json.writeStringField("bodyType", shown.type());
            }
            if (shown.isTruncated()) {
                json.writeBooleanField("truncated", true);
            }
            json.writeStringField("timestamp", Timestamps.text(at));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void writeHeaders(JsonGenerator json) throws IOException {
        if (headers.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("headers");
        int count = 0;
        for (Map.Entry<String, String> header : headers) {
            if (count++ < MAX_HEADERS) {
                json.writeStringField(cut(header.getKey()), cut(String.valueOf(header.getValue())));
            }
        }
        json.writeEndObject();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
