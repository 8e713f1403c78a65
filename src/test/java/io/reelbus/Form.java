package io.reelbus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form, built byte by byte so that it can also be wrong. */
public final class Form {
    public static final String BOUNDARY = "a-boundary-of-tests";
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A form with one file of type video/mp4 in the field that counts. */
    public static Form of(byte[] content) {
        return new Form().file("file", "clip.mp4", content);
    }

    public Form file(String field, String filename, byte[] content) {
        return head(field, filename).bytes(content).text("\r\n");
    }

    /** A file part's head, up to its first byte. */
    public Form head(String field, String filename) {
        return part("name=\"" + field + "\"; filename=\"" + filename + "\"", "Content-Type: video/mp4\r\n");
    }

    public Form field(String name, String value) {
        return part("name=\"" + name + "\"", "").text(value + "\r\n");
    }

    /** A part's head with these parameters of its Content-Disposition, and further header lines. */
    public Form part(String disposition, String headers) {
        return text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n");
    }

    public Form text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public Form bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** The form, closed. */
    public byte[] closed() {
        text("--" + BOUNDARY + "--\r\n");
        return open();
    }

    /** The form without its closing boundary. */
    public byte[] open() {
        return bytes.toByteArray();
    }
}
