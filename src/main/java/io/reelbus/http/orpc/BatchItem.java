package io.reelbus.http.orpc;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch, which the client writes as {@code {url, method?, headers?, body?}}.
 *
 * @param path of its URL, which also names the host; that is the batch's own, whatever it says
 * @param envelope the input's; null where there is none
 */
record BatchItem(HttpMethod method, String path, @Nullable Object envelope) {
    /** How many calls a batch may have. */
    static final int MAX = 20;

    /** All calls of a batch that came by this method; throws what the client is answered where the text is none. */
    static List<BatchItem> read(HttpMethod batch, @Nullable String text) {
        if (!(parse(text) instanceof JsonArray items) || items.isEmpty()) {
            throw malformed();
        }
        if (items.size() > MAX) {
            throw RpcException.of(413, "A batch may have " + MAX + " calls.");
        }
        return items.stream().map(item -> item(batch, item)).toList();
    }

    private static @Nullable Object parse(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Json.decodeValue(text);
        } catch (DecodeException e) {
            throw RpcException.of(400, "The batch is not JSON.");
        }
    }

    private static RpcException malformed() {
        return RpcException.of(400, "A batch must be [{\"url\": ..., \"method\"?, \"body\"?}, ...].");
    }

    private static BatchItem item(HttpMethod batch, @Nullable Object item) {
        if (!(item instanceof JsonObject json) || !(json.getValue("url") instanceof String url)) {
            throw malformed();
        }
        Object name = json.getValue("method", batch.name());
        if (!(name instanceof String text) || !text.matches("[A-Z]{1,16}")) {
            throw malformed();
        }
        URI address = address(url);
        HttpMethod method = HttpMethod.valueOf(text);
        return new BatchItem(
                method,
                String.valueOf(address.getPath()),
                method == HttpMethod.GET ? data(address) : json.getValue("body"));
    }

    private static URI address(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static @Nullable Object data(URI address) {
        String query = address.getRawQuery();
        List<String> data = query == null
                ? null
                : new QueryStringDecoder(query, false).parameters().get("data");
        return data == null ? null : RpcInput.parse(data.get(0));
    }
}
