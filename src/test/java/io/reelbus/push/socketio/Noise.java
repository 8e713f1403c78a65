package io.reelbus.push.socketio;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What clients might send: packets in order, packets with a fault in them, and no packets at all. */
public final class Noise {
    private static final String[] PIECES = {
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "b",
        "40",
        "42",
        "43",
        "45",
        "46",
        "2probe",
        "\u001e",
        "[",
        "]",
        "{",
        "}",
        "\"e\"",
        ",",
        "/",
        "/files",
        "-",
        "1-",
        "451-",
        "null",
        "true",
        "1.5",
        "e9",
        "\"connect\"",
        "AQID",
        "=",
        "\"",
        "{\"_placeholder\":true,\"num\":0}",
        "[\"e\",{\"_placeholder\":true,\"num\":0}]",
        "42[\"e\",1]",
        "40/files,",
        "\ud83d",
        "\u0000",
        "99999999999999",
        ":",
        "\\u"
    };

    /** Socket.IO packets as clients send them. */
    private static final String[] PACKETS = {
        "0",
        "0/files,",
        "0/files,{\"token\":\"t\"}",
        "0/files,{\"pid\":\"abcdefghijklmnopqrstuvwx\",\"offset\":\"1\"}",
        "0/nowhere,",
        "1",
        "1/files,",
        "2[\"e\",1,\"2\",{\"3\":[true,null]}]",
        "2/files,[\"e\",1]",
        "2/files,17[\"ask\",{\"a\":\"\u00e4\u20ac\"}]",
        "2/files,[\"server\",3]",
        "3/files,0[\"an answer\"]",
        "3/files,1[]",
        "51-/files,[\"e\",{\"_placeholder\":true,\"num\":0}]",
        "52-/files,9[\"ask\",{\"a\":[{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]}]",
        "61-/files,0[{\"_placeholder\":true,\"num\":0}]",
        "4{\"message\":\"m\"}"
    };

    private Noise() {}

    static String packet(Random random) {
        return PACKETS[random.nextInt(PACKETS.length)];
    }

    /** An engine packet: mostly a message, mostly in order. */
    public static String engine(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "3";
            case 1 -> mutated(random, "4" + packet(random));
            case 2 -> text(random);
            default -> "4" + packet(random);
        };
    }

    /** A body of a polling client. */
    public static String payload(Random random) {
        var payload = new StringBuilder(engine(random));
        for (int more = random.nextInt(4); more > 0; more--) {
            payload.append('\u001e').append(random.nextInt(6) == 0 ? "bAQIDBA==" : engine(random));
        }
        return payload.toString();
    }

    /** The same text with a few characters put in, left out, changed, doubled or cut off. */
    public static String mutated(Random random, String valid) {
        var text = new StringBuilder(valid);
        for (int changes = random.nextInt(3); changes >= 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, piece);
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.setCharAt(at, piece.charAt(0));
                case 3 -> text.insert(at, text.substring(at));
                case 4 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    public static String text(Random random) {
        if (random.nextInt(3) == 0) {
            byte[] bytes = bytes(random, 24);
            return new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
        var text = new StringBuilder();
        for (int pieces = random.nextInt(7); pieces >= 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    public static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Something to try with what comes of this seed. */
    @FunctionalInterface
    interface Trial {
        void run(Random random);
    }

    /** Tries as many seeds in a row, from {@code -Dseed} on; names the one that breaks it. */
    static void seeds(int count, Trial trial) {
        long first = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < count; i++) {
            long seed = first + i;
            try {
                trial.run(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("broken by the input of -Dseed=" + seed, e);
            }
        }
    }
}
