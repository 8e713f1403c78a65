package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.store.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster of real processes on this machine: each member has its own data folder; media and a PostgreSQL database are
 * shared. Whoever opens it closes it, and says at the end of a test that nothing is left behind.
 */
final class Cluster implements AutoCloseable {
    private static final int MOST = 6;
    private static final String LOOPBACK = "127.0.0.1";
    /** Members that have to agree on who is gone, on a machine that has other things to do. */
    private static final long AGREE_MS = 60_000;

    private static final Pattern MEMBERS = Pattern.compile("\"members\"\\s*:\\s*(\\d+)");

    private final Path folder;
    private final String database;
    /** Where the members may listen for each other, each on its port. */
    private final List<String> hosts;

    private final List<Integer> ports;
    private final List<Member> members = new ArrayList<>();

    private Cluster(Path folder, String database, List<String> hosts) throws IOException {
        this.folder = folder;
        this.database = database;
        this.hosts = hosts;
        this.ports = freePorts(hosts.size());
    }

    /** Nobody is in it yet. */
    static Cluster empty(Path folder) throws IOException {
        return new Cluster(folder, Postgres.database(), Collections.nCopies(MOST, LOOPBACK));
    }

    /** Nobody is in it yet; its members will be at these addresses, and reach the database by this URL. */
    static Cluster at(Path folder, List<String> hosts, String database) throws IOException {
        return new Cluster(folder, database, hosts);
    }

    /** So many members, started at once, with these settings over those that a cluster needs. */
    static Cluster start(Path folder, int count, Map<String, String> settings) throws Exception {
        Cluster cluster = at(folder, Collections.nCopies(count, LOOPBACK), Postgres.database());
        for (int i = 0; i < count; i++) {
            var unused = cluster.add(settings);
        }
        return cluster.ready();
    }

    /** Starts one more; {@link #ready} waits for it. */
    Member add(Map<String, String> settings) throws IOException {
        return add(List.of(), settings);
    }

    /** Starts one more by a command that begins with the prefix. */
    Member add(List<String> prefix, Map<String, String> settings) throws IOException {
        return add(members.size() + 1, prefix, settings);
    }

    /** Starts the one of this number, where those before it are nodes in this JVM. */
    Member add(int number, Map<String, String> settings) throws IOException {
        return add(number, List.of(), settings);
    }

    private Member add(int number, List<String> prefix, Map<String, String> settings) throws IOException {
        Map<String, String> environment = settings(number);
        environment.putAll(settings);
        Member member = new Member("node-" + number, hosts.get(number - 1), prefix, environment);
        members.add(member);
        member.start();
        return member;
    }

    /** What the member of this number, counted from 1, is told by its environment: also for one in this JVM. */
    Map<String, String> settings(int number) {
        String name = "node-" + number;
        String host = hosts.get(number - 1);
        Map<String, String> settings = new HashMap<>();
        settings.put("HOST", host);
        settings.put("PORT", "0");
        settings.put("REELBUS_NODE", name);
        settings.put("REELBUS_DATA", folder.resolve(name).toString());
        settings.put("REELBUS_CLUSTER_ENABLED", "true");
        settings.put("REELBUS_CLUSTER_HOST", host);
        settings.put("REELBUS_CLUSTER_PORT", ports.get(number - 1).toString());
        settings.put("REELBUS_CLUSTER_MEMBERS", peers());
        settings.put("REELBUS_STORE_URL", database);
        settings.put("REELBUS_STORE_MEDIA_FOLDER", media().toString());
        settings.put("REELBUS_TRANSCODE_FFMPEG", Clips.ffmpeg().path().toString());
        return settings;
    }

    private String peers() {
        return IntStream.range(0, hosts.size())
                .mapToObj(each -> hosts.get(each) + ":" + ports.get(each))
                .collect(Collectors.joining(","));
    }

    /** Returns once all members are ready. */
    Cluster ready() throws Exception {
        for (Member member : members) {
            member.awaitReady();
        }
        return this;
    }

    Member member(int number) {
        return members.get(number - 1);
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    Path media() {
        return folder.resolve("media");
    }

    /** What the query gives from the members' database, each row with its columns as texts. */
    List<List<String>> query(String sql) {
        return Postgres.query(database, sql);
    }

    /** The member whose ffmpeg works on this file, once there is one. */
    Member working(String fileId) {
        AtomicReference<Member> found = new AtomicReference<>();
        Await.until("somebody works on it", () -> {
            members.stream()
                    .filter(member -> member.ffmpegs().stream().anyMatch(each -> isAbout(each, fileId)))
                    .findFirst()
                    .ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    /** The members but these. */
    List<Member> others(Member... without) {
        return members.stream()
                .filter(member -> !List.of(without).contains(member))
                .toList();
    }

    private static boolean isAbout(ProcessHandle process, String fileId) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(fileId))
                .isPresent();
    }

    /** Starts again those who are dead, and returns once they are ready. */
    void revive() throws Exception {
        for (Member member : members) {
            if (!member.isAlive()) {
                member.start();
            }
        }
        var unused = ready();
    }

    /** Waits until nothing runs, no scratch file is there, and of these files alone media is kept, as published. */
    void assertNothingLeft(String... fileIds) throws IOException {
        for (Member member : members) {
            Await.within(
                    member.name() + " has no ffmpeg",
                    2_000,
                    () -> member.ffmpegs().isEmpty());
            for (String own : List.of("scratch", "unfinished")) {
                Await.within(
                        member.name() + " has nothing in " + own,
                        5_000,
                        () -> Web.names(member.data.resolve(own)).isEmpty());
            }
        }
        Await.within(
                "only these are kept: " + List.of(fileIds),
                5_000,
                () -> Web.names(media()).equals(Stream.of(fileIds).sorted().toList()));
        for (String fileId : fileIds) {
            Await.within(fileId + " is kept once", 5_000, () -> attempts(fileId).size() <= 1);
            assertEquals(
                    List.of("original"),
                    Web.names(media().resolve(fileId)).stream()
                            .filter(name -> !name.matches("\\d+"))
                            .toList());
        }
    }

    /** The attempts that have an output in the media folder. */
    List<String> attempts(String fileId) throws IOException {
        return Web.names(media().resolve(fileId)).stream()
                .filter(name -> name.matches("\\d+"))
                .toList();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK)));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : held) {
                each.close();
            }
        }
    }

    @Override
    public void close() throws Exception {
        for (Member member : members) {
            member.kill();
        }
    }

    /** A node of the cluster, over all its runs. */
    final class Member implements Reachable {
        private final String name;
        private final String host;
        private final List<String> prefix;
        private final Map<String, String> environment;
        private final Path data;
        private Program program;

        private Member(String name, String host, List<String> prefix, Map<String, String> environment)
                throws IOException {
            this.name = name;
            this.host = host;
            this.prefix = prefix;
            this.data = Files.createDirectories(folder.resolve(name));
            this.environment = environment;
        }

        /** Starts it, again or for the first time; it keeps its port. */
        void start() throws IOException {
            program = Program.start(folder, folder.resolve(name + ".log"), prefix, environment);
        }

        void awaitReady() throws Exception {
            environment.put("PORT", Integer.toString(program.port()));
        }

        String name() {
            return name;
        }

        int port() {
            return Integer.parseInt(environment.get("PORT"));
        }

        @Override
        public URI uri(String path) {
            return URI.create("http://" + host + ":" + port() + path);
        }

        long pid() {
            return program.pid();
        }

        boolean isAlive() {
            return program.isAlive();
        }

        /** What it has logged in all its runs. */
        String log() {
            return program.said();
        }

        /** How many members it takes its cluster to have, itself included; 0: it cannot say now. */
        int clusterSize() throws Exception {
            Matcher members =
                    MEMBERS.matcher(new String(Web.get(this, "/health/ready").body()));
            return members.find() ? Integer.parseInt(members.group(1)) : 0;
        }

        void awaitClusterSize(int size) {
            Await.within(name + " is one of " + size, AGREE_MS, () -> clusterSize() == size);
        }

        Path scratch() {
            return data.resolve("scratch");
        }

        /** The ffmpeg processes that write to its scratch folder, whoever their parent is. */
        List<ProcessHandle> ffmpegs() {
            return Processes.about(scratch());
        }

        /** As a crash does: at once, with nothing said. */
        void kill() throws InterruptedException {
            program.kill();
        }

        /** As an operator does; {@link #awaitEnd} waits for it. */
        void terminate() throws Exception {
            program.signal("TERM");
        }

        void awaitEnd() throws InterruptedException {
            var unused = program.awaitEnd();
        }

        /** With which code it has ended. */
        int exitCode() {
            return program.exitCode();
        }

        /** Stands still, as a paused virtual machine does, until it is thawed. */
        void freeze() throws Exception {
            program.signal("STOP");
        }

        void thaw() throws Exception {
            program.signal("CONT");
        }
    }
}
