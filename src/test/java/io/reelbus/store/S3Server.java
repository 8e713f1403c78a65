package io.reelbus.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 on a folder, on a port of its own, that asks for its keys; it is stopped and started again with all it has. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "media";
    private static final String ACCESS_KEY = "tests";
    private static final String SECRET_KEY = "of-tests-alone";

    private final Path folder;
    private S3Proxy server;
    private final int port;
    private final S3Connection connection;

    /** Starts it, with one empty bucket. */
    public S3Server(Path folder) throws Exception {
        // It tells of each step of its start, and of each request that it refuses.
        ((Logger) LoggerFactory.getLogger("org.gaul")).setLevel(Level.OFF);
        this.folder = folder;
        server = start(0);
        port = server.getPort();
        connection = S3Connection.open(config(""));
        var made = client().createBucket(bucket -> bucket.bucket(BUCKET));
    }

    private S3Proxy start(int at) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + at);
        properties.setProperty("s3proxy.authorization", "aws-v4");
        properties.setProperty("s3proxy.identity", ACCESS_KEY);
        properties.setProperty("s3proxy.credential", SECRET_KEY);
        properties.setProperty("jclouds.provider", "filesystem");
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        S3Proxy made = S3Proxy.Builder.fromProperties(properties)
                .blobStore(BlobStores.create("filesystem", properties))
                .stopTimeout(0)
                .build();
        made.start();
        return made;
    }

    public void start() throws Exception {
        server = start(port);
    }

    /** Connections are cut; what S3 had answered for stays. */
    public void stop() throws Exception {
        server.stop();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    S3Config config(String prefix) {
        return config(BUCKET, prefix, SECRET_KEY);
    }

    S3Config config(String bucket, String prefix, String secretKey) {
        return new S3Config(bucket, prefix, "", endpoint().toString(), ACCESS_KEY, secretKey, true, 5, 0);
    }

    /** What a node needs to keep its media here. */
    public Map<String, String> settings() {
        return Map.of(
                "REELBUS_STORE_MEDIA",
                "s3",
                "REELBUS_STORE_S3_BUCKET",
                BUCKET,
                "REELBUS_STORE_S3_ENDPOINT",
                endpoint().toString(),
                "REELBUS_STORE_S3_ACCESS_KEY",
                ACCESS_KEY,
                "REELBUS_STORE_S3_SECRET_KEY",
                SECRET_KEY,
                "REELBUS_STORE_S3_PATH_STYLE",
                "true",
                "REELBUS_STORE_S3_PART_MEGABYTES",
                "5");
    }

    S3Client client() {
        return connection.client();
    }

    /** Puts an object into the bucket. */
    public void put(String key, byte[] bytes) {
        var stored = client().putObject(object -> object.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    /** All that is in the bucket: the keys of objects, and those of uploads that are neither complete nor aborted. */
    public List<String> everything() {
        return Stream.concat(
                        client().listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
                                .map(each -> each.key()),
                        client().listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
                                .map(each -> "upload of " + each.key()))
                .toList();
    }

    @Override
    public void close() throws Exception {
        connection.close();
        server.stop();
    }
}
