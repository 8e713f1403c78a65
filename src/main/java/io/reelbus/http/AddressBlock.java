package io.reelbus.http;

import java.util.Optional;

/** All addresses that begin with the same bits, as {@code 10.0.0.0/8} or {@code fd00::/8} says, or a single one. */
record AddressBlock(IpAddress first, int bits) {
    /** Reads a block (RFC 4632, 3.1) or an address; empty where the text is neither. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        return slash >= 0 && !length.matches("\\d{1,3}")
                ? Optional.empty()
                : IpAddress.parse(address)
                        .map(first -> new AddressBlock(first, slash < 0 ? IpAddress.BITS : bits(address, length)))
                        .filter(block -> block.bits <= IpAddress.BITS);
    }

    /** A length is counted in the bits of the address as it was written. */
    private static int bits(String address, String length) {
        return Integer.parseInt(length) + (address.indexOf(':') < 0 ? IpAddress.MAPPED : 0);
    }

    boolean contains(IpAddress address) {
        return address.startsLike(first, bits);
    }
}
