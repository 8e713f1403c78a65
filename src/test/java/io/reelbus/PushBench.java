package io.reelbus;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.reelbus.bus.Topics;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * The server side of scripts/bench/push: the node as it is shipped, and in its process a publisher of progress that is
 * told over HTTP, on another port, what to publish. Its jobs are in the store before any node runs; no worker does them.
 *
 * <p>{@code prepare PREFIX:FILES,...} writes the jobs {@code PREFIX-<12 digits>}, under attempt, to the node's store.
 * {@code serve PORT URL} runs a node and the publisher; the URL is that of the node whose sockets are written to.
 * {@code POST /bench/emit?fileId=ID&count=C&rateHz=R} publishes C progress events of one file, with rate 0 as fast as a
 * watching socket hears them; with {@code &files=N} the id is a prefix. {@code GET /bench/gc} collects garbage,
 * {@code GET /bench/memory} tells what is then in use, in bytes.
 */
public final class PushBench {
    /** How many events may be on their way at full speed. */
    private static final int WINDOW = 8;

    /** The publisher looks at what is due so often; events of many files are then published together. */
    private static final long TICK_MS = 5;

    /** The end of the stories must not be counted among the deliveries, nor cost them anything. */
    private static final long END_MS = 4_000;

    private final Vertx vertx;
    private final Topics topics;
    private final URI watched;

    /** Held: a client that is garbage takes its sockets along. */
    private final WebSocketClient client;

    private PushBench(Vertx vertx, URI watched) {
        this.vertx = vertx;
        this.topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
        this.watched = watched;
        this.client = vertx.createWebSocketClient();
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("prepare")) {
            prepare(ConfigLoader.load(null, System.getenv()), args[1]);
        } else {
            int port = Integer.parseInt(args[1]);
            URI watched = URI.create(args[2]);
            String[] options = Arrays.copyOfRange(args, 3, args.length);
            System.exit(new CommandLine(new Main(node -> new PushBench(node.vertx(), watched).serve(port)))
                    .execute(options));
        }
    }

    /** One job is accepted and claimed as any is; the others are copies of its rows: each would cost two commits. */
    private static void prepare(NodeConfig config, String files) throws Exception {
        Vertx vertx = Vertx.vertx();
        JobStore jobs = Await.result(JobStore.open(vertx, config.store(), Files.createDirectories(config.data())));
        FileId first = FileId.random();
        Await.result(
                jobs.accept(first, new Upload("a.mp4", "video/mp4", 1, first + "/original", "web"), Priority.DEFAULT));
        Await.result(jobs.claim("bench", Set.of("web")));
        Await.result(jobs.close());
        Await.result(vertx.close());
        boolean embedded = config.store().isEmbedded();
        String url = embedded
                ? "jdbc:h2:file:" + config.data().toAbsolutePath().resolve("db").resolve("reelbus")
                : config.store().url();
        try (Connection database = DriverManager.getConnection(
                url, config.store().user(), config.store().password())) {
            for (String table : List.of("job", "journal", "attempt")) {
                for (String each : files.split(",")) {
                    copy(database, table, first, each.split(":")[0], each.split(":")[1], embedded);
                }
            }
            try (Statement statement = database.createStatement()) {
                // So that no worker takes the jobs over while it is measured.
                int unused = statement.executeUpdate("update job set lease_until = lease_until + interval '1' day");
            }
        }
    }

    private static void copy(
            Connection database, String table, FileId first, String prefix, String count, boolean embedded)
            throws SQLException {
        try (Statement statement = database.createStatement()) {
            String columns;
            try (ResultSet none = statement.executeQuery("select * from " + table + " where 1 = 0")) {
                ResultSetMetaData of = none.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= of.getColumnCount(); i++) {
                    names.add(of.getColumnName(i).toLowerCase(Locale.ROOT));
                }
                names.remove("file_id");
                columns = String.join(", ", names);
            }
            int unused =
                    statement.executeUpdate("insert into " + table + " (file_id, " + columns + ") select '" + prefix
                            + "-' || lpad(cast(n as varchar), 12, '0'), " + columns + " from " + table + ", "
                            + (embedded
                                    ? "system_range(0, " + count + " - 1) s(n)"
                                    : "generate_series(0, " + count + " - 1) s(n)")
                            + " where file_id = '" + first + "'");
        }
    }

    private static List<FileId> ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FileId("%s-%012d".formatted(prefix, i)))
                .toList();
    }

    private void serve(int port) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no port for the publisher", e);
        }
        server.createContext("/bench/gc", exchange -> {
            System.gc();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/bench/memory", exchange -> {
            System.gc();
            byte[] bytes = Long.toString(memory()).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.createContext("/bench/emit", exchange -> {
            Map<String, String> query = Arrays.stream(
                            exchange.getRequestURI().getQuery().split("&"))
                    .map(each -> each.split("="))
                    .collect(Collectors.toMap(each -> each[0], each -> each[1]));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            int files = Integer.parseInt(query.getOrDefault("files", "1"));
            String id = query.get("fileId");
            emit(
                    files == 1 ? List.of(new FileId(id)) : ids(id, files),
                    Integer.parseInt(query.get("count")),
                    Double.parseDouble(query.get("rateHz")));
        });
        server.start();
    }

    /** In use on the heap and outside of it. */
    private static long memory() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PlatformDependent.usedDirectMemory();
    }

    /** On an event loop of Vert.x's, as a worker publishes. */
    private void emit(List<FileId> ids, int count, double rate) {
        vertx.runOnContext(task -> {
            if (rate > 0) {
                paced(ids, count, rate);
            } else {
                atFullSpeed(ids.get(0), count);
            }
        });
    }

    /** The files are spread over the period. */
    private void paced(List<FileId> ids, int count, double rate) {
        long begun = System.nanoTime();
        double stepNanos = 1e9 / rate / ids.size();
        AtomicInteger published = new AtomicInteger();
        long unused = vertx.setPeriodic(TICK_MS, tick -> {
            long due = Math.min((long) ((System.nanoTime() - begun) / stepNanos) + 1, (long) ids.size() * count);
            for (int n = published.get(); n < due; n = published.incrementAndGet()) {
                progress(ids.get(n % ids.size()), n / ids.size() + 1, count);
            }
            if (published.get() == (long) ids.size() * count) {
                boolean stopped = vertx.cancelTimer(tick);
                end(ids);
            }
        });
    }

    private void atFullSpeed(FileId id, int count) {
        AtomicInteger published = new AtomicInteger();
        Runnable next = () -> {
            if (published.get() < count) {
                progress(id, published.incrementAndGet(), count);
            } else if (published.getAndIncrement() == count) {
                end(List.of(id));
            }
        };
        client.connect(watched.getPort(), watched.getHost(), "/file-processing")
                .compose(socket -> watch(socket, id, next))
                .onFailure(trouble -> System.err.println("cannot watch: " + trouble));
    }

    /** Publishes the first few, and of the others one for each that the socket hears. */
    private static Future<Void> watch(WebSocket socket, FileId id, Runnable next) {
        socket.textMessageHandler(text -> {
            if (text.contains("processing:progress")) {
                next.run();
            } else if (text.contains("processing:started")) {
                IntStream.range(0, WINDOW).forEach(i -> next.run());
            } else if (text.contains("processing:completed")) {
                socket.close().onFailure(trouble -> System.err.println("cannot close: " + trouble));
            }
        });
        return socket.writeTextMessage(new JsonObject()
                .put("event", "subscribe:file")
                .put("data", new JsonObject().put("fileId", id.value()))
                .encode());
    }

    private void progress(FileId id, int k, int count) {
        int percent = (int) (100L * k / count);
        topics.publish(new JobEvent.Progress(
                id,
                Seq.of(2, k),
                Instant.now(),
                1,
                percent,
                "Transcoding 720p: " + percent + "%",
                Map.of("seq", k, "tn", System.nanoTime())));
    }

    private void end(List<FileId> ids) {
        long unused = vertx.setTimer(
                END_MS,
                due -> ids.forEach(id -> topics.publish(new JobEvent.Completed(
                        id, Seq.ofEntry(3), Instant.now(), 1, Map.of("duration", 60, "width", 1280, "height", 720)))));
    }
}
