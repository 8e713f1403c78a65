package io.reelbus.store;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The client of one S3, what signs links to it, and how long each call may take. */
record S3Connection(S3Client client, S3Presigner presigner, AwsCredentialsProvider credentials)
        implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** How long S3 may say nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    static S3Connection open(S3Config config) {
        AwsCredentialsProvider credentials = config.accessKey().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(config.accessKey(), config.secretKey()));
        S3Presigner.Builder presigner = S3Presigner.builder()
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        .build());
        S3ClientBuilder client = S3Client.builder()
                .credentialsProvider(credentials)
                .forcePathStyle(config.pathStyle())
                .serviceConfiguration(
                        S3Configuration.builder().expectContinueEnabled(false).build())
                // Checksums in trailers are Amazon's alone; TLS guards the bytes on their way.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                // The standard mode makes three attempts, and fewer while everything fails.
                .overrideConfiguration(all -> all.retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(ATTEMPT.multipliedBy(2)));
        if (!config.endpoint().isEmpty()) {
            client.endpointOverride(URI.create(config.endpoint()));
            presigner.endpointOverride(URI.create(config.endpoint()));
        }
        if (!config.region().isEmpty() || !config.endpoint().isEmpty()) {
            Region region = config.region().isEmpty() ? Region.US_EAST_1 : Region.of(config.region());
            client.region(region);
            presigner.region(region);
        }
        return new S3Connection(client.build(), presigner.build(), credentials);
    }

    /** How long a call may take that moves so many bytes: a line of 1 MiB a second is fast enough. */
    static Consumer<AwsRequestOverrideConfiguration.Builder> patience(long bytes) {
        Duration attempt = ATTEMPT.plusSeconds(bytes >> 20);
        return call -> call.apiCallAttemptTimeout(attempt).apiCallTimeout(attempt.multipliedBy(2));
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
    }
}
