package io.reelbus.http;

import io.vertx.ext.web.Router;

/** What a feature hands to the HTTP verticle; called once per event loop, each with a router of its own. */
@FunctionalInterface
public interface Routes {
    void mount(Router router);
}
