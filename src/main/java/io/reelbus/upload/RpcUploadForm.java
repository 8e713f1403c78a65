package io.reelbus.upload;

import io.reelbus.http.orpc.RpcException;
import io.reelbus.http.orpc.RpcForm;
import io.reelbus.job.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of a call {@code video/upload {file, priority?, profile?}} by oRPC's RPC protocol: one file, of which the part
 * {@code data} says, before it or behind it, that it is the input's.
 */
record RpcUploadForm() implements FormRules {
    static final String FILE = "file";
    private static final String PRIORITY = "priority";
    private static final String PROFILE = "profile";

    @Override
    public boolean takes(String part, boolean first) {
        if (!first) {
            throw RpcException.badInput(List.of(FILE), "file must be one file");
        }
        return true;
    }

    @Override
    public Wishes wishes(MultiMap fields, @Nullable String file) {
        RpcForm form = RpcForm.read(fields.get(RpcForm.DATA));
        String part = form.onlyFile(FILE);
        if (!part.equals(file)) {
            throw RpcException.badInput(List.of(FILE), "The form has no file in a part named \"" + part + "\".");
        }
        JsonObject input = form.input() instanceof JsonObject object ? object : new JsonObject();
        Object priority = input.getValue(PRIORITY);
        return new Wishes(
                priority == null ? Priority.DEFAULT : priority(priority),
                Optional.ofNullable(input.getValue(PROFILE)).map(RpcUploadForm::profile),
                false);
    }

    private static String profile(Object wanted) {
        if (wanted instanceof String name) {
            return name;
        }
        throw RpcException.badInput(List.of(PROFILE), "profile must be the name of a profile");
    }

    /** The whole input is a part of the form. */
    @Override
    public Optional<String> profile() {
        return Optional.empty();
    }

    private static int priority(Object wanted) {
        if (wanted instanceof Integer number && number >= Priority.LOWEST && number <= Priority.HIGHEST) {
            return number;
        }
        throw RpcException.badInput(List.of(PRIORITY), "priority must be a whole number from 0 to 9");
    }
}
