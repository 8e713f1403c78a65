package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.Packaging;
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
import java.util.Optional;

/** The end of the work: the texts that tell of what was made are written, and all of it is looked at, hashed and named. */
final class Finish {
    private static final String CUES = "storyboard.vtt";

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

    /** All that lies in the folder of what was planned. Blocks. */
    static Outputs collect(Plan plan, Extra extra, Path folder) throws IOException {
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
        List<Output> outputs = new ArrayList<>();
        for (Product product : products) {
            outputs.add(output(product, folder.resolve(product.name())));
        }
        MediaInfo source = plan.source();
        double duration = source.isStill() ? 0 : source.durationSeconds().orElse(extra.seconds());
        return new Outputs(plan.profile().name(), source, duration, outputs);
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
