package io.reelbus.store;

/**
 * A part of a multipart upload that S3 has.
 *
 * @param number from 1 on
 * @param size in bytes
 * @param tag as S3 said it; another content has another
 */
record SentPart(int number, long size, String tag) {
    /** Some stores put quotes around a tag in one answer and not in another. */
    String bareTag() {
        return tag.replace("\"", "");
    }

    /** Whether it is that one, and not another that was sent under its number. */
    boolean is(SentPart other) {
        return number == other.number && size == other.size && bareTag().equals(other.bareTag());
    }
}
