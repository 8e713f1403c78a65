package io.reelbus.transcode;

import io.reelbus.job.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The end of the work: what was made is looked at, hashed and named, and the texts that tell of it are written. */
final class Finish {
    private static final int MOST_SHEETS = 10_000;

    private Finish() {}

    /**
     * What is known only at the end.
     *
     * @param products that were made beside those of the plan
     * @param seconds the length of what was made
     */
    record Extra(List<Product> products, double seconds) {}

    /** All that lies in the folder of what was planned. Blocks. */
    static Outputs collect(Plan plan, Extra extra, Path folder) throws IOException {
        for (String blank : Plan.BLANKS) {
            boolean unused = Files.deleteIfExists(folder.resolve(blank));
        }
        List<Product> products = new ArrayList<>(plan.products());
        products.addAll(extra.products());
        plan.sheets().ifPresent(sheets -> products.addAll(sheets(sheets, folder)));
        List<Output> outputs = new ArrayList<>();
        for (Product product : products) {
            outputs.add(output(product, folder.resolve(product.name())));
        }
        MediaInfo source = plan.source();
        double duration = source.isStill() ? 0 : source.durationSeconds().orElse(extra.seconds());
        return new Outputs(plan.profile().name(), source, duration, outputs);
    }

    private static List<Product> sheets(Plan.Sheets sheets, Path folder) {
        Size size =
                new Size(sheets.tile().width() * sheets.columns(), sheets.tile().height() * sheets.rows());
        List<Product> found = new ArrayList<>();
        for (int number = 1; number <= MOST_SHEETS; number++) {
            String name = Plan.Sheets.name(number);
            if (!Files.exists(folder.resolve(name))) {
                break;
            }
            found.add(Product.picture(name, Role.STORYBOARD, Product.JPEG, size));
        }
        return found;
    }

    private static Output output(Product product, Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw Failure.TRANSCODE_FAILED.asException();
        }
        return new Output(
                product.name(),
                product.role(),
                path,
                product.type(),
                Files.size(path),
                sha256(path),
                product.size(),
                product.language());
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
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
