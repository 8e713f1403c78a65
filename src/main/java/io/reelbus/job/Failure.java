package io.reelbus.job;

/**
 * Everything that can go wrong, in one list: a stable code for programs, an HTTP status for requests, whether trying
 * the same thing again can help, and a sentence for people. Codes are part of the interface: they never change.
 */
public enum Failure {
    // The request is wrong.
    BAD_REQUEST("bad_request", 400, false, "The request could not be understood."),
    EMPTY_FILE("empty_file", 400, false, "The uploaded file is empty."),
    FILE_MISSING("file_missing", 400, false, "The form has no file in a field named \"file\"."),
    BOUNDARY_MISSING("boundary_missing", 400, false, "The multipart content type names no boundary."),
    INCOMPLETE_BODY("incomplete_body", 400, false, "The upload ended before the file was complete."),
    NOT_MULTIPART("not_multipart", 415, false, "Send the file as multipart/form-data, in a field named \"file\"."),
    ENCODED_BODY("encoded_body", 415, false, "Send the bytes of the file as they are, without a content encoding."),
    TOO_SLOW("too_slow", 408, true, "The upload came too slowly and was ended."),
    HEAD_TOO_SLOW("head_too_slow", 408, true, "The head of the request did not come in time."),
    TOO_LARGE("too_large", 413, false, "The file is larger than this server accepts."),
    ORIGIN_NOT_ALLOWED("origin_not_allowed", 403, false, "Pages of this origin may not use this server."),
    HOST_NOT_ALLOWED(
            "host_not_allowed",
            421,
            false,
            "This server answers to localhost alone; set HOST or publicUrl to open it."),
    INSPECT_LOCAL_ONLY("inspect_local_only", 403, false, "Only a client on this very machine may look inside."),
    NOT_FOUND("not_found", 404, false, "There is nothing at this address."),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, false, "This address does not answer to this method."),
    ALREADY_ENDED("already_ended", 409, false, "The work on this video has ended already."),
    NOT_FAILED("not_failed", 409, false, "Only work that has failed can be repeated."),
    BYTES_DIFFER("bytes_differ", 409, false, "There is a video of this id already, made of other bytes."),
    ID_TAKEN("id_taken", 409, false, "There is a video of this id already."),
    KEY_REUSED("key_reused", 422, false, "This idempotency key came with another file before."),
    ORIGINAL_EXPIRED("original_expired", 410, false, "The original of this video is no longer kept."),
    RESULTS_EXPIRED("results_expired", 410, false, "The results of this video are no longer kept."),
    UNKNOWN_PROFILE("unknown_profile", 400, false, "There is no profile of this name."),
    // The request is understood and right, and saying it again helps nobody until workers change; a 503 would have
    // clients do that, with all of their bytes.
    PROFILE_UNAVAILABLE("profile_unavailable", 422, false, "No worker can process a video by this profile."),
    RANGE_NOT_SATISFIABLE("range_not_satisfiable", 416, false, "The file has no bytes in the requested range."),

    // A resumable upload.
    TUS_VERSION("tus_version", 412, false, "This server speaks another version of the protocol."),
    NOT_A_PIECE(
            "not_a_piece", 415, false, "A piece of an upload has the content type application/offset+octet-stream."),
    OFFSET_MISMATCH("offset_mismatch", 409, false, "The upload does not go on at this offset."),
    CHECKSUM_MISMATCH("checksum_mismatch", 460, true, "The bytes do not have the checksum that came with them."),
    UPLOAD_EXPIRED("upload_expired", 410, false, "The upload was not finished in time."),
    UPLOAD_LOCKED("upload_locked", 423, true, "Another request is writing to this upload."),
    UPLOAD_JOINED("upload_joined", 403, false, "An upload that was joined of parts takes no pieces."),
    UPLOAD_UNDER_WAY("upload_under_way", 409, true, "An upload of this id is under way."),

    // The server cannot do it now.
    TOO_MANY_CONNECTIONS("too_many_connections", 429, true, "Too many connections are open from your address."),
    DISK_FULL("disk_full", 507, true, "The server has no space left for this."),
    UNAVAILABLE("unavailable", 503, true, "The server cannot do this right now."),
    TOO_MANY_UPLOADS("too_many_uploads", 503, true, "Too many resumable uploads are open."),
    INTERNAL("internal", 500, true, "Something went wrong in the server."),

    // The work on a video ends without a result.
    NOT_A_VIDEO("not_a_video", 422, false, "This file is not a video, or not one that can be read."),
    NO_VIDEO_STREAM("no_video_stream", 422, false, "This file has sound, but no pictures."),
    NO_AUDIO_STREAM("no_audio_stream", 422, false, "This video has no sound."),
    TRUNCATED("truncated", 422, false, "The video is incomplete: it ends before it should."),
    TOO_MANY_PIXELS("too_many_pixels", 422, false, "The pictures are larger than this server accepts."),
    TOO_MANY_STREAMS("too_many_streams", 422, false, "The file has more streams than this server accepts."),
    TOO_LONG("too_long", 422, false, "The video is longer than this server accepts."),
    CPU_EXCEEDED("cpu_exceeded", 422, false, "The work on the video took more computing time than this server allows."),
    MEMORY_EXCEEDED("memory_exceeded", 422, false, "The work on the video took more memory than this server allows."),
    TRANSCODE_FAILED("transcode_failed", 500, true, "The video could not be converted."),
    TIMED_OUT("timed_out", 500, true, "The work on the video took too long and was stopped."),
    STALLED("stalled", 500, true, "The work on the video stood still and was stopped."),
    WORKERS_LOST("workers_lost", 500, false, "The work was interrupted too many times."),
    CANCELED("canceled", 409, false, "The work was canceled."),
    DELETED("deleted", 410, false, "The video was deleted.");

    private final String code;
    private final int status;
    private final boolean retryable;
    private final String sentence;

    Failure(String code, int status, boolean retryable, String sentence) {
        this.code = code;
        this.status = status;
        this.retryable = retryable;
        this.sentence = sentence;
    }

    /** The stable name that programs compare, for instance {@code disk_full}. */
    public String code() {
        return code;
    }

    /** The HTTP status of a request that ends with this. */
    public int status() {
        return status;
    }

    /** Whether the same request or job may succeed when tried again. */
    public boolean retryable() {
        return retryable;
    }

    /** What a person reads when nothing more exact is known. */
    public String sentence() {
        return sentence;
    }

    /** The failure with this code; INTERNAL for a code of a newer release. */
    public static Failure fromCode(String code) {
        for (Failure failure : values()) {
            if (failure.code.equals(code)) {
                return failure;
            }
        }
        return INTERNAL;
    }

    /** Whether it is this that something failed with. */
    public boolean isOf(Throwable trouble) {
        return trouble instanceof FailureException known && known.failure() == this;
    }

    public FailureException asException() {
        return new FailureException(this, sentence, null);
    }

    /** With a sentence of its own: what exactly is wrong, without paths, addresses or exit codes. */
    public FailureException because(String exactly) {
        return new FailureException(this, exactly, null);
    }

    public FailureException causedBy(Throwable cause) {
        return new FailureException(this, sentence, cause);
    }
}
