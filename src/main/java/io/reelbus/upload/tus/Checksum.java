package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checksum that came with a piece: the header {@code Upload-Checksum}, an algorithm and a value in Base64. */
record Checksum(MessageDigest digest, byte[] expected) {
    private static final Map<String, String> ALGORITHMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    /** As the protocol's OPTIONS answer names them. */
    static final String NAMES = "md5,sha1,sha256,sha512";

    /** Empty where the header is not there; throws BAD_REQUEST where it cannot be checked. */
    static Optional<Checksum> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String[] parts = header.strip().split(" ", -1);
        String algorithm = ALGORITHMS.get(parts[0]);
        if (parts.length != 2 || algorithm == null) {
            throw Failure.BAD_REQUEST.because("The header Upload-Checksum must be one of " + NAMES.replace(",", ", ")
                    + " and a value in Base64.");
        }
        try {
            return Optional.of(new Checksum(
                    MessageDigest.getInstance(algorithm), Base64.getDecoder().decode(parts[1])));
        } catch (IllegalArgumentException e) {
            throw Failure.BAD_REQUEST.because("The value of the header Upload-Checksum is not Base64.");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void update(byte[] bytes) {
        digest.update(bytes);
    }

    /** Whether what it was given is what the client meant to send; once. */
    boolean matches() {
        return MessageDigest.isEqual(digest.digest(), expected);
    }
}
