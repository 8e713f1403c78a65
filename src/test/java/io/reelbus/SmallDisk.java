package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

/** A disk of so many megabytes at an empty folder. Mounting needs root: tests say {@code @EnabledIf} with {@link #isPossible}. */
public record SmallDisk(Path at) implements AutoCloseable {
    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"));
    }

    public static SmallDisk mount(Path at, int megabytes) throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", at.toString());
        return new SmallDisk(at);
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", at.toString());
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command));
    }
}
