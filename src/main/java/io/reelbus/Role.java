package io.reelbus;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a node does for the others; every node also answers for its own health. */
public enum Role {
    /** Takes uploads, hands out files, ends and repeats work. */
    HTTP,
    /** Holds the sockets of subscribers. */
    BRIDGE,
    /** Transcodes. */
    WORKER;

    /** The role of this name, for instance {@code worker}. */
    @JsonCreator
    static Role named(String name) {
        for (Role role : values()) {
            if (role.wire().equals(name)) {
                return role;
            }
        }
        String known = Arrays.stream(values()).map(Role::wire).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("roles must be some of " + known + ", not \"" + name + "\"");
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
