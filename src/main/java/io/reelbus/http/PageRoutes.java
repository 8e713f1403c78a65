package io.reelbus.http;

import io.vertx.ext.web.Router;

/** The page at {@code /} and what it loads. */
public final class PageRoutes implements Routes {
    private static final Asset PAGE = Asset.load("/web/index.html");
    private static final Asset SCRIPT = Asset.load("/web/page.js");
    private static final Asset STYLE = Asset.load("/web/page.css");

    @Override
    public void mount(Router router) {
        router.get("/").handler(context -> {
            context.response()
                    .putHeader(
                            "content-security-policy",
                            "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'")
                    .putHeader("referrer-policy", "no-referrer");
            PAGE.answer(context);
        });
        router.get("/page.js").handler(SCRIPT::answer);
        router.get("/page.css").handler(STYLE::answer);
    }
}
