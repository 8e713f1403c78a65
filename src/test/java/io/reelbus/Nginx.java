package io.reelbus;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The machine's nginx, run by the configuration that we ship, with a certificate of its own, in front of some nodes. */
final class Nginx implements Reachable, AutoCloseable {
    private static final Path SHIPPED = Path.of("conf", "nginx.conf");

    private final Path folder;
    private final int port;
    private final Process process;

    private Nginx(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Returns once it listens. */
    static Nginx before(Path folder, List<? extends Reachable> nodes) throws Exception {
        Files.createDirectories(folder);
        run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem");
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port, nodes));
        Process process = new ProcessBuilder(
                        program(), "-p", folder.toString(), "-c", configuration.toString(), "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Nginx nginx = new Nginx(folder, port, process);
        Await.until("nginx listens", nginx::listens);
        return nginx;
    }

    /** What the comments of the file tell an operator to edit; and folders that the tests own. */
    private static String configuration(Path folder, int port, List<? extends Reachable> nodes) throws IOException {
        String servers = nodes.stream()
                .map(node -> "server " + node.uri("/").getAuthority() + " max_fails=1 fail_timeout=2s;")
                .collect(Collectors.joining("\n"));
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(each -> each + "_temp_path " + folder.resolve(each) + ";")
                .collect(Collectors.joining("\n"));
        String text = Files.readString(SHIPPED);
        text = replace(
                text,
                "(?m)^    server 127\\.0\\.0\\.1:3001 .*\n    server .*:3002 .*\n    server .*:3003 .*$",
                servers);
        text = replace(text, "listen 80;", "listen 127.0.0.1:" + freePort() + ";");
        text = replace(text, "listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        text = replace(text, "listen \\[::]:80;", "");
        text = replace(text, "listen \\[::]:443 ssl;", "");
        text = replace(text, "/run/nginx.pid", folder.resolve("pid").toString());
        text = replace(
                text,
                "/etc/ssl/reelbus/certificate.pem",
                folder.resolve("certificate.pem").toString());
        text = replace(
                text, "/etc/ssl/reelbus/key.pem", folder.resolve("key.pem").toString());
        return replace(text, "access_log off;", "access_log off;\n" + temporary);
    }

    private static String replace(String text, String what, String by) {
        String replaced = text.replaceFirst(what, by);
        if (replaced.equals(text)) {
            throw new AssertionError("conf/nginx.conf no longer has " + what);
        }
        return replaced;
    }

    private static String program() {
        return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
                .filter(each -> Files.isExecutable(Path.of(each)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this test needs nginx: scripts/test installs it"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(folder.resolve("log")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    /** For who is to trust it. */
    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate())) {
            store.setCertificateEntry(
                    "nginx", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Ends it with its workers. */
    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
