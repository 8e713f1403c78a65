package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The failure behind trouble with S3: whether it is out of reach for now, or refuses what the node may not do. */
final class S3Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(S3Trouble.class);

    /** What S3 answers with status 400 or 409 although the same call may succeed a moment later. */
    private static final Set<String> PASSING = Set.of("RequestTimeout", "OperationAborted", "SlowDown");

    private S3Trouble() {}

    /** Makes calls on one of these threads; trouble comes back explained. */
    static <T> Future<T> run(WorkerExecutor threads, Callable<T> calls) {
        return threads.executeBlocking(
                () -> {
                    try {
                        return calls.call();
                    } catch (SdkException | IOException e) {
                        throw explain(e);
                    }
                },
                false);
    }

    static FailureException explain(Exception trouble) {
        if (Disk.isFull(trouble)) {
            return Failure.DISK_FULL.causedBy(trouble);
        }
        if (trouble instanceof S3Exception answered) {
            if (isPassing(answered)) {
                return Failure.UNAVAILABLE.causedBy(answered);
            }
            if (isMissing(answered)) {
                LOG.error("the bucket of store.s3.bucket is gone");
            } else if (isRefused(answered)) {
                LOG.atError().addKeyValue("code", code(answered)).log("S3 refuses the node access to its bucket");
            }
            return Failure.INTERNAL.causedBy(answered);
        }
        // The SDK's own trouble: no connection, no answer in time, no credentials to be had.
        return trouble instanceof SdkException
                ? Failure.UNAVAILABLE.causedBy(trouble)
                : Failure.INTERNAL.causedBy(trouble);
    }

    /** Whether a part that was named is not there, or not the one of its tag. */
    static boolean isOfPart(S3Exception answered) {
        return code(answered).equals("InvalidPart");
    }

    private static boolean isPassing(S3Exception answered) {
        return answered.statusCode() >= 500 || answered.statusCode() == 429 || PASSING.contains(code(answered));
    }

    private static boolean isMissing(S3Exception answered) {
        return answered instanceof NoSuchBucketException || code(answered).equals("NoSuchBucket");
    }

    private static boolean isRefused(S3Exception answered) {
        return answered.statusCode() == 401 || answered.statusCode() == 403;
    }

    private static String code(S3Exception answered) {
        return answered.awsErrorDetails() == null
                ? ""
                : String.valueOf(answered.awsErrorDetails().errorCode());
    }

    /** Says in a line, for the person who starts the node, why its bucket cannot be used. */
    static IllegalArgumentException atStart(SdkException trouble, S3Config config) {
        String bucket = "the bucket \"" + config.bucket() + "\" of store.s3.bucket ";
        if (trouble instanceof S3Exception answered) {
            if (isMissing(answered)) {
                return new IllegalArgumentException(bucket + "does not exist", trouble);
            }
            if (isRefused(answered)) {
                return new IllegalArgumentException(
                        bucket + "may not be used with these keys (" + code(answered) + ")", trouble);
            }
        }
        return new IllegalArgumentException(bucket + "cannot be used: " + trouble.getMessage(), trouble);
    }
}
