package io.reelbus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Machines on a network of their own, played by network namespaces on a bridge, that can be cut from each other; this
 * JVM reaches all of them, and they it, at any time. Needs root and iproute2.
 */
final class Network implements AutoCloseable {
    private static final AtomicLong NEXT =
            new AtomicLong(ProcessHandle.current().pid());

    private final long number = NEXT.getAndIncrement();
    private final String name = "rb" + Long.toString(number, 36);
    private final String subnet = "10.213." + number % 250;
    private final List<String> machines = new ArrayList<>();

    Network(int count) throws Exception {
        run("ip", "link", "add", name, "type", "bridge");
        run("ip", "addr", "add", gateway() + "/24", "dev", name);
        run("ip", "link", "set", name, "up");
        for (int i = 1; i <= count; i++) {
            add(i);
        }
    }

    private void add(int number) throws Exception {
        String machine = name + "-" + number;
        run("ip", "netns", "add", machine);
        machines.add(machine);
        run("ip", "link", "add", machine, "type", "veth", "peer", "name", "eth0", "netns", machine);
        run("ip", "link", "set", machine, "master", name, "up");
        run("ip", "-n", machine, "addr", "add", host(number) + "/24", "dev", "eth0");
        run("ip", "-n", machine, "link", "set", "eth0", "up");
        run("ip", "-n", machine, "link", "set", "lo", "up");
    }

    /** Where this JVM is. */
    String gateway() {
        return subnet + ".254";
    }

    /** The address of the machine of this number, counted from 1. */
    String host(int machine) {
        return subnet + "." + machine;
    }

    /** What stands before a command that is to run there. */
    List<String> on(int machine) {
        return List.of("ip", "netns", "exec", machines.get(machine - 1));
    }

    /** From now on no machine hears another: what they send each other is dropped without a word. */
    void cut() throws Exception {
        isolate("on");
    }

    void heal() throws Exception {
        isolate("off");
    }

    /** From now on this machine is as one whose cable was pulled: nobody hears it, and nobody is told. */
    void unplug(int machine) throws Exception {
        run("ip", "link", "set", machines.get(machine - 1), "down");
    }

    private void isolate(String on) throws Exception {
        for (String machine : machines) {
            run("bridge", "link", "set", "dev", machine, "isolated", on);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("needs root and iproute2: " + String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws Exception {
        for (String machine : machines) {
            run("ip", "link", "del", machine);
            run("ip", "netns", "del", machine);
        }
        run("ip", "link", "del", name);
    }
}
