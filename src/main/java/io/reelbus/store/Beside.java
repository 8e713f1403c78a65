package io.reelbus.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What sinks have left in the bucket beside an original that is not complete: manifests, and tails, which are bytes
 * behind the last part that were too few for one. Each has an address that says the fence of its holder, so none can
 * write over what another left: {@code <original>.parts.<fence>} and {@code <original>.tail.<offset>.<fence>}.
 */
record Beside(String original, List<Bucket.Found> objects) {
    private static final Pattern NAME = Pattern.compile("\\.(?:parts|tail\\.(\\d{1,18}))\\.(\\d{1,18})");

    /** {@code objects} are at least all whose address begins as that of the original. */
    static Beside of(String original, List<Bucket.Found> objects) {
        return new Beside(
                original,
                objects.stream()
                        .filter(each -> each.address().startsWith(original)
                                && NAME.matcher(each.address().substring(original.length()))
                                        .matches())
                        .toList());
    }

    static String manifest(String original, long fence) {
        return original + ".parts." + fence;
    }

    static String tail(String original, long offset, long fence) {
        return original + ".tail." + offset + "." + fence;
    }

    /** Of the last holder that left one. */
    Optional<Left> manifest() {
        return left(false).max(Comparator.comparingLong(Left::fence));
    }

    /** Of the last holder that left one. */
    Optional<Left> tail() {
        return left(true).max(Comparator.comparingLong(Left::fence));
    }

    private Stream<Left> left(boolean tails) {
        return objects.stream().flatMap(each -> {
            Matcher name = NAME.matcher(each.address().substring(original.length()));
            return name.matches() && (name.group(1) != null) == tails
                    ? Stream.of(new Left(
                            each.address(),
                            each.size(),
                            tails ? Long.parseLong(name.group(1)) : 0,
                            Long.parseLong(name.group(2))))
                    : Stream.empty();
        });
    }

    List<String> addresses() {
        return objects.stream().map(Bucket.Found::address).toList();
    }

    List<String> tails() {
        return left(true).map(Left::address).toList();
    }

    /**
     * An object that was left.
     *
     * @param size in bytes
     * @param offset of a tail: where in the original it begins; of a manifest 0
     * @param fence of the holder that left it
     */
    record Left(String address, long size, long offset, long fence) {}
}
