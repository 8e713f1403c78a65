package io.reelbus;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name by which a node is known in logs, in meters, on the bus and to the store. */
final class NodeName {
    /** Where Linux says how the machine is called; asking the network for it can take seconds. */
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    private NodeName() {}

    /** The configured name, else the machine's and the port, or the process where the port is any. Blocking. */
    static String of(NodeConfig config) {
        if (!config.node().isEmpty()) {
            return config.node();
        }
        int port = config.http().port();
        return machine() + "-" + (port == 0 ? ProcessHandle.current().pid() : port);
    }

    private static String machine() {
        try {
            String name = Files.isReadable(HOSTNAME)
                    ? Files.readString(HOSTNAME).strip()
                    : InetAddress.getLocalHost().getHostName();
            return name.isEmpty() ? "node" : name;
        } catch (IOException unknown) {
            return "node";
        }
    }
}
