package io.reelbus.upload;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a door makes of the parts of a form, whose order nobody promises. */
interface FormRules {
    /**
     * Whether this part with a file is the one that counts; one that is not is read and dropped. Throws where the form
     * must be refused for it. {@code first} says that none has counted yet.
     */
    boolean takes(String part, boolean first);

    /** The profile that is named, and chosen, before the form begins, which may still overrule it; empty where none is. */
    Optional<String> profile();

    /**
     * What the client wishes, once all parts are known; throws what is wrong with the form.
     *
     * @param fields the parts that are no files
     * @param file the name of the part that counted; null where none did
     */
    Wishes wishes(MultiMap fields, @Nullable String file);
}
