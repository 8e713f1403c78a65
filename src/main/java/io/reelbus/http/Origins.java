package io.reelbus.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which web pages may use this node, by the Origin header their browser sends. */
public final class Origins {
    private final Set<String> allowed;

    public Origins(Collection<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Whether the text is an origin: scheme, host and perhaps a port, without a path. */
    static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String after = uri.getRawPath()
                    + (uri.getRawQuery() == null ? "" : "?")
                    + (uri.getRawFragment() == null ? "" : "#");
            return web && uri.getHost() != null && uri.getUserInfo() == null && after.isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Whether a request may be served. Programs send no Origin; a page of this very node sends one that names the
     * host it asks. {@code host} is the request's authority, as the client wrote it.
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null || isListed(origin) || isSame(origin, host);
    }

    /** Whether the origin is one of those named, and so gets CORS headers. */
    boolean isListed(String origin) {
        return allowed.contains(origin);
    }

    private static boolean isSame(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }
}
