package io.reelbus.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** An address of IPv4 or IPv6. One of IPv4 is the same however it is written, also as IPv6 knows it (RFC 4291, 2.5.5.2). */
final class IpAddress {
    static final int BITS = 128;
    /** How many bits stand before an IPv4 address that is written as one of IPv6. */
    static final int MAPPED = 96;

    /** Longer than any address with the zone that a machine may add. */
    private static final int LONGEST = 64;

    private static final int HOST_BYTES = 8;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a literal, of IPv6 with or without brackets and zone. A name is none: nothing is ever looked up. */
    static Optional<IpAddress> parse(String text) {
        byte[] bytes = text.length() > LONGEST ? null : NetUtil.createByteArrayFromIpAddressString(text);
        return Optional.ofNullable(bytes).map(each -> new IpAddress(each.length == BITS / 8 ? each : mapped(each)));
    }

    private static byte[] mapped(byte[] four) {
        byte[] bytes = new byte[BITS / 8];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(four, 0, bytes, MAPPED / 8, four.length);
        return bytes;
    }

    boolean isIpv4() {
        return startsLike(new IpAddress(mapped(new byte[4])), MAPPED);
    }

    /** Whether the first bits are those of the other one. */
    boolean startsLike(IpAddress other, int bits) {
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ other.bytes[whole]) & 0xff) >> (8 - rest) == 0);
    }

    /** Who it belongs to: of IPv6 the network of 64 bits, all of which one household or one host may be using. */
    String owner() {
        if (isIpv4()) {
            return text(bytes);
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, HOST_BYTES), bytes.length);
        return text(network) + "/64";
    }

    private static String text(byte[] bytes) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
