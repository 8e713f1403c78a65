package io.reelbus;

/** Wires one node. */
public final class Main {
    public static void main(String[] args) {}
}
