package io.reelbus;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A raw WebSocket client as its authors are told to write it: when it is closed it connects and subscribes again. */
final class ReturningWatcher implements AutoCloseable {
    private final Reachable node;
    private final List<String> fileIds;
    private final List<Watcher> visits = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "returning watcher");
    private volatile boolean closed;

    private ReturningWatcher(Reachable node, List<String> fileIds) {
        this.node = node;
        this.fileIds = List.copyOf(fileIds);
        thread.setDaemon(true);
        thread.start();
    }

    static ReturningWatcher of(Reachable node, List<String> fileIds) {
        return new ReturningWatcher(node, fileIds);
    }

    private void run() {
        while (!closed) {
            Await.until("it is let in", () -> closed || isLetIn());
            Await.within("its connection ends", TimeUnit.MINUTES.toMillis(5), () -> closed || isGone());
        }
    }

    private boolean isLetIn() throws Exception {
        try {
            Watcher watcher = Watcher.of(node, fileIds.get(0));
            add(watcher);
            for (String fileId : fileIds.subList(1, fileIds.size())) {
                watcher.subscribe(new JsonObject().put("fileId", fileId));
            }
            return true;
        } catch (ExecutionException | TimeoutException refusedOrGone) {
            return false;
        }
    }

    private synchronized void add(Watcher watcher) {
        visits.add(watcher);
    }

    private synchronized boolean isGone() {
        return visits.get(visits.size() - 1).isClosed();
    }

    /** What it was told so far, by its connections. */
    synchronized List<List<JsonObject>> visits() {
        return visits.stream().map(Watcher::lines).toList();
    }

    /** The codes with which its connections were closed. */
    synchronized List<Integer> closeCodes() {
        return visits.stream().filter(Watcher::isClosed).map(Watcher::closeCode).toList();
    }

    ReturningWatcher awaitEnd(String fileId) {
        Await.until(
                "the end of " + fileId,
                () -> visits().stream()
                        .anyMatch(
                                lines -> Told.of(lines, fileId).story().stream().anyMatch(Told::isEnd)));
        return this;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        visits.forEach(Watcher::close);
    }
}
