package io.reelbus;

import io.github.cdimascio.dotenv.DotenvException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;

/** Says in one line, for the person who started the node, why it does not start. */
final class StartTrouble {
    private StartTrouble() {}

    static String explain(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof BindException || message.contains("Address already in use")) {
                return "the port is taken by another program; choose one with PORT (" + message + ")";
            }
            if (cause instanceof FileSystemException file) {
                return "the data folder cannot be used: " + file.getFile() + ": " + reason(file);
            }
            if (cause instanceof DotenvException) {
                return "the file .env cannot be read: " + message;
            }
            if (cause instanceof SQLException) {
                return "the database of store.url cannot be used: " + firstLine(cause);
            }
            if (cause instanceof IllegalArgumentException) {
                return message;
            }
        }
        return trouble.toString();
    }

    /** Some libraries say a paragraph. */
    static String firstLine(Throwable trouble) {
        return String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
    }

    private static String reason(FileSystemException file) {
        return file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
    }
}
