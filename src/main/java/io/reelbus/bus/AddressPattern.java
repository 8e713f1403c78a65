package io.reelbus.bus;

/**
 * Which addresses of the bus are meant: {@code *} stands for any run of characters, also an empty one, everything else
 * for itself.
 */
public record AddressPattern(String text) {
    /** Addresses of ours are far shorter. */
    public static final int MAX_LENGTH = 200;

    public AddressPattern {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an address to tap has 1 to " + MAX_LENGTH + " characters");
        }
    }

    /**
     * Compares without recursion: only the last star met is ever widened, so the longest address costs at most its
     * length times the pattern's.
     */
    public boolean matches(String address) {
        int at = 0;
        int next = 0;
        int star = -1;
        int widened = 0;
        while (at < address.length()) {
            if (next < text.length() && text.charAt(next) == '*') {
                star = next++;
                widened = at;
            } else if (next < text.length() && text.charAt(next) == address.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++widened;
            } else {
                return false;
            }
        }
        while (next < text.length() && text.charAt(next) == '*') {
            next++;
        }
        return next == text.length();
    }
}
