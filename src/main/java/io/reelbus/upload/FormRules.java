package io.reelbus.upload;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** What a door makes of the parts of a form, whose order nobody promises. */
interface FormRules {
    /**
     * Whether this part with a file is the one that counts; one that is not is read and dropped. Throws where the form
     * must be refused for it. {@code first} says that none has counted yet.
     */
    boolean takes(String part, boolean first);

    /**
     * How urgent the job is, once all parts are known; throws what is wrong with the form.
     *
     * @param fields the parts that are no files
     * @param file the name of the part that counted; null where none did
     */
    int priority(MultiMap fields, @Nullable String file);
}
