package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * The header by which a client may say an upload again without making a second video (draft-ietf-httpapi-idempotency-key).
 * The key decides the video's id, on every node alike, so nothing has to be kept of it: a UUID of version 8 (RFC 9562)
 * of the key's SHA-256.
 */
final class IdempotencyKey {
    private static final int MAX_LENGTH = 255;
    private static final byte[] PURPOSE = "reelbus idempotency key ".getBytes(StandardCharsets.US_ASCII);

    private IdempotencyKey() {}

    /** Empty where the text is no key: 1 to 255 printable characters of ASCII. */
    static Optional<FileId> fileId(String key) {
        boolean usable =
                !key.isBlank() && key.length() <= MAX_LENGTH && key.chars().allMatch(c -> c >= ' ' && c < 127);
        return usable ? Optional.of(new FileId(uuid(key).toString())) : Optional.empty();
    }

    static FailureException refusal() {
        return Failure.BAD_REQUEST.because("An Idempotency-Key has up to " + MAX_LENGTH + " printable characters.");
    }

    private static UUID uuid(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(PURPOSE);
            ByteBuffer hash = ByteBuffer.wrap(sha.digest(key.getBytes(StandardCharsets.US_ASCII)));
            long high = hash.getLong() & ~0xF000L | 0x8000L;
            long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
