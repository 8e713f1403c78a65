package io.reelbus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clients of all transports, by {@code src/test/js/fleet.mjs}: each is told once which files to watch and comes back by
 * itself whenever its connection ends, as those who write such a client are told to do it.
 */
final class Fleet implements AutoCloseable {
    private static final long WORK_MS = 120_000;

    private final Map<String, List<JsonObject>> lines = new ConcurrentHashMap<>();
    /** A client and a file each, whose end the client was told. */
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    private final Map<String, JavaClient> java = new ConcurrentHashMap<>();
    private final Script script;

    Fleet() throws Exception {
        Script.install();
        script = Script.heard(this::heard, "fleet.mjs");
    }

    private void heard(String line) {
        if (line.startsWith("{\"client\"")) {
            JsonObject told = new JsonObject(line);
            String client = told.remove("client").toString();
            List<JsonObject> own = lines.get(client);
            synchronized (own) {
                own.add(told);
            }
            if (Told.isEnd(told)) {
                ended.add(client + " " + told.getJsonObject("data").getString("fileId"));
            }
        } else if (!line.isEmpty()) {
            System.err.println("fleet: " + line);
        }
    }

    /** Adds a client of this name. */
    Fleet add(String client, Kind kind, Reachable at) {
        if (kind.isJava()) {
            java.put(client, new JavaClient(at, kind.options.getJsonArray("transports", new JsonArray())));
            return this;
        }
        lines.put(client, new ArrayList<>());
        return type(new JsonObject()
                .put("client", client)
                .put("url", at.uri("").toString())
                .mergeIn(kind.options));
    }

    Fleet watch(String client, String fileId) {
        if (java.containsKey(client)) {
            java.get(client).watch(fileId);
            return this;
        }
        return type(new JsonObject().put("client", client).put("watch", fileId));
    }

    Fleet watch(Collection<String> clients, String fileId) {
        clients.forEach(client -> watch(client, fileId));
        return this;
    }

    /** Has a Socket.IO client send this about the file. */
    Fleet emit(String client, String event, String fileId) {
        if (java.containsKey(client)) {
            java.get(client).emit(event, fileId);
            return this;
        }
        return type(new JsonObject().put("client", client).put("emit", event).put("fileId", fileId));
    }

    private Fleet type(JsonObject command) {
        script.type(command.encode());
        return this;
    }

    /** What the client was told so far, of all files and of its connections. */
    List<JsonObject> lines(String client) {
        List<JsonObject> own = lines.get(client);
        if (own == null) {
            return java.get(client).lines();
        }
        synchronized (own) {
            return List.copyOf(own);
        }
    }

    /** Those of its lines that have this event. */
    List<JsonObject> lines(String client, String event) {
        return lines(client).stream()
                .filter(line -> event.equals(line.getString("event")))
                .toList();
    }

    Told told(String client, String fileId) {
        return Told.of(lines(client), fileId);
    }

    /** Returns once the client was told this, of this file, so many times. */
    Fleet await(String client, String event, String fileId, int times) {
        Await.until(
                client + ": " + times + " times " + event + " of " + fileId,
                () -> lines(client, event).stream()
                                .filter(line ->
                                        fileId.equals(line.getJsonObject("data").getString("fileId")))
                                .count()
                        >= times);
        return this;
    }

    /** Whether the client was told how this file's work ended. */
    boolean hasEnded(String client, String fileId) {
        return java.containsKey(client)
                ? told(client, fileId).story().stream().anyMatch(Told::isEnd)
                : ended.contains(client + " " + fileId);
    }

    /** Returns once the client was told how this file's work ended. */
    Fleet awaitEnd(String client, String fileId) {
        Await.within(client + ": the end of " + fileId, WORK_MS, () -> hasEnded(client, fileId));
        return this;
    }

    /** Returns once the client watches the file, as it was told in some way. */
    Fleet awaitWatching(String client, String fileId) {
        Await.until(
                client + " watches " + fileId,
                () -> lines(client).stream()
                        .anyMatch(line -> line.getValue("data") instanceof JsonObject data
                                && fileId.equals(data.getString("fileId"))));
        return this;
    }

    /** What it was told, by its connections; one that was recovered goes on where the one before it ended. */
    List<List<JsonObject>> visits(String client) {
        List<List<JsonObject>> visits = new ArrayList<>();
        for (JsonObject line : lines(client)) {
            boolean connect = "connect".equals(line.getString("event"));
            if (visits.isEmpty() || (connect && !isRecovered(line))) {
                visits.add(new ArrayList<>());
            }
            visits.get(visits.size() - 1).add(line);
        }
        return visits;
    }

    private static boolean isRecovered(JsonObject connect) {
        return connect.getValue("data") instanceof JsonObject data && data.getBoolean("recovered", false);
    }

    @Override
    public void close() throws Exception {
        java.values().forEach(JavaClient::close);
        var unused = script.finish();
    }

    /** How a client is made. */
    static final class Kind {
        private final JsonObject options;

        private Kind(String kind) {
            options = new JsonObject().put("kind", kind);
        }

        private Kind with(String option, Object value) {
            options.put(option, value);
            return this;
        }

        /** Socket.IO's client for Java. */
        static Kind javaSocketIo(String... transports) {
            return new Kind("java").with("transports", new JsonArray(List.of(transports)));
        }

        private boolean isJava() {
            return options.getString("kind").equals("java");
        }

        /** The newest Socket.IO client: on these transports, its default ones where none are named. */
        static Kind socketIo(String... transports) {
            Kind kind = new Kind("socketio");
            return transports.length == 0 ? kind : kind.with("transports", List.of(transports));
        }

        /** Another version of it, by the name of its package; it subscribes whenever it connects. */
        static Kind socketIoOf(String version, String... transports) {
            return socketIo(transports).with("package", version).with("subscribe", "always");
        }

        static Kind webSocket() {
            return new Kind("websocket");
        }

        static Kind sockJs(String... transports) {
            return new Kind("sockjs").with("transports", List.of(transports));
        }

        static Kind bridge(String... transports) {
            return new Kind("bridge").with("transports", List.of(transports));
        }

        static Kind iterator() {
            return new Kind("iterator");
        }

        static Kind events() {
            return new Kind("events");
        }

        static Kind state() {
            return new Kind("state");
        }
    }
}
