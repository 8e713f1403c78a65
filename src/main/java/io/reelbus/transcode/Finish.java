package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.Packaging;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The end of the work: the texts that tell of what was made are written, and all of it is looked at, hashed and named. */
final class Finish {
    private static final String CUES = "storyboard.vtt";
    private static final int PIECE = 64 * 1024;

    private Finish() {}

    /**
     * What is known only at the end.
     *
     * @param products that were made beside those of the plan
     * @param storyboard whose sheets were made
     * @param seconds the length of what was made
     */
    record Extra(List<Product> products, Optional<Storyboard> storyboard, double seconds) {}

    /** Of a plan that runs nothing. */
    static final Extra NOTHING = new Extra(List.of(), Optional.empty(), 0);

    /** Is told how many bytes have been hashed, of how many. */
    interface Hashing {
        void accept(long bytes, long all);

        /** The same for one file, behind others of so many bytes. */
        private LongConsumer behind(long before, long all) {
            return bytes -> accept(before + bytes, all);
        }
    }

    /** All that lies in the folder of what was planned. Blocks. */
    static Outputs collect(Plan plan, Extra extra, Path folder, Hashing hashing) throws IOException {
        for (String blank : Plan.BLANKS) {
            boolean unused = Files.deleteIfExists(folder.resolve(blank));
        }
        List<Product> products = new ArrayList<>(
                plan.profile().packaging() == Packaging.HLS
                        ? HlsTexts.write(plan, folder, extra.seconds())
                        : plan.products());
        products.addAll(extra.products());
        if (extra.storyboard().isPresent()) {
            products.addAll(storyboard(extra.storyboard().get(), folder));
        }
        long all = 0;
        for (Product product : products) {
            all += size(folder.resolve(product.name()));
        }
        List<Output> outputs = new ArrayList<>();
        long hashed = 0;
        for (Product product : products) {
            Output output = output(product, folder.resolve(product.name()), hashing.behind(hashed, all));
            outputs.add(output);
            hashed += output.bytes();
        }
        MediaInfo source = plan.source();
        return new Outputs(plan.profile().name(), source, seconds(plan, extra), outputs);
    }

    /** What was made is surer than a guess, unless what was left out may last longer. */
    private static double seconds(Plan plan, Extra extra) {
        MediaInfo source = plan.source();
        boolean whole = plan.main().isPresent() || plan.isOfAllStreams();
        double otherwise =
                extra.seconds() > 0 && (whole || source.durationSeconds().isEmpty())
                        ? extra.seconds()
                        : source.durationSeconds().orElse(0);
        return source.isStill() ? 0 : source.declaredSeconds().orElse(otherwise);
    }

    private static List<Product> storyboard(Storyboard storyboard, Path folder) throws IOException {
        Files.writeString(folder.resolve(CUES), storyboard.text());
        List<Product> products = new ArrayList<>();
        products.add(Product.text(CUES, Role.STORYBOARD, Product.VTT, ""));
        Size size =
                new Size(storyboard.tileWidth() * storyboard.columns(), storyboard.tileHeight() * storyboard.rows());
        for (int number = 1; number <= storyboard.sheets(); number++) {
            products.add(Product.picture(Storyboard.sheet(number), Role.STORYBOARD, Product.JPEG, size));
        }
        return products;
    }

    private static long size(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw Failure.TRANSCODE_FAILED.asException();
        }
        return Files.size(path);
    }

    private static Output output(Product product, Path path, LongConsumer hashed) throws IOException {
        return new Output(
                product.name(),
                product.role(),
                path,
                product.type(),
                Files.size(path),
                sha256(path, hashed),
                product.size(),
                product.language());
    }

    private static String sha256(Path path, LongConsumer hashed) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[PIECE];
        long bytes = 0;
        try (InputStream file = Files.newInputStream(path)) {
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
                hashed.accept(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
