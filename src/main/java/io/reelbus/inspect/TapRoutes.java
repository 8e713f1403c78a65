package io.reelbus.inspect;

import io.reelbus.bus.AddressPattern;
import io.reelbus.bus.Tap;
import io.reelbus.bus.Taps;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /inspect/tap?address=job.*}: what passes on the buses of all nodes, until the client leaves. With
 * {@code received=true} also each receipt.
 */
public final class TapRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(TapRoutes.class);

    private final Taps taps;
    private final InspectConfig config;
    private final String node;
    private final AtomicInteger open = new AtomicInteger();

    public TapRoutes(Taps taps, InspectConfig config, String node) {
        this.taps = taps;
        this.config = config;
        this.node = node;
    }

    @Override
    public void mount(Router router) {
        router.get("/inspect/tap").handler(new LocalOnly()).handler(this::tap);
    }

    private void tap(RoutingContext context) {
        MultiMap query = context.queryParams();
        AddressPattern pattern = pattern(query.contains("address") ? query.get("address") : "*");
        if (open.incrementAndGet() > config.maxTaps()) {
            int unused = open.decrementAndGet();
            throw Failure.UNAVAILABLE.because("As many taps as are allowed are open at this node; close one.");
        }
        AtomicReference<@Nullable Tap> opened = new AtomicReference<>();
        TapStream stream = new TapStream(context, node, () -> {
            int unused = open.decrementAndGet();
            close(opened.get());
        });
        taps.tap(pattern, "true".equals(query.get("received")), config.maxTapPerSecond(), stream)
                .onSuccess(tap -> {
                    opened.set(tap);
                    LOG.atInfo().addKeyValue("address", pattern.text()).log("tap opened");
                    if (!stream.begin()) {
                        close(tap);
                    }
                })
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private static AddressPattern pattern(String text) {
        try {
            return new AddressPattern(text);
        } catch (IllegalArgumentException e) {
            throw Failure.BAD_REQUEST.because("The address to tap must have 1 to 200 characters.");
        }
    }

    private static void close(@Nullable Tap tap) {
        if (tap != null) {
            tap.close().onFailure(trouble -> LOG.atDebug().setCause(trouble).log("could not close a tap"));
        }
    }
}
