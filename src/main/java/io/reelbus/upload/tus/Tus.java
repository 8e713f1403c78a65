package io.reelbus.upload.tus;

/** The words of the tus protocol, version 1.0, and of the extensions that this server has. */
final class Tus {
    static final String VERSION = "1.0.0";

    /** What the protocol's OPTIONS answer names. */
    static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,concatenation";

    static final String RESUMABLE = "Tus-Resumable";
    static final String SUPPORTED = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String ALGORITHMS = "Tus-Checksum-Algorithm";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CONCAT = "Upload-Concat";
    static final String CHECKSUM = "Upload-Checksum";
    static final String EXPIRES = "Upload-Expires";
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /** The type of a body that is a piece of an upload. */
    static final String PIECE = "application/offset+octet-stream";

    private Tus() {}
}
