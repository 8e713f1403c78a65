package io.reelbus.upload;

import io.reelbus.http.orpc.RpcException;
import io.reelbus.http.orpc.RpcForm;
import io.reelbus.job.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a call {@code video/upload {file, priority?}} by oRPC's RPC protocol: one file, of which the part
 * {@code data} says, before it or behind it, that it is the input's.
 */
record RpcUploadForm() implements FormRules {
    static final String FILE = "file";
    private static final String PRIORITY = "priority";

    @Override
    public boolean takes(String part, boolean first) {
        if (!first) {
            throw RpcException.badInput(List.of(FILE), "file must be one file");
        }
        return true;
    }

    @Override
    public int priority(MultiMap fields, @Nullable String file) {
        RpcForm form = RpcForm.read(fields.get(RpcForm.DATA));
        String part = form.onlyFile(FILE);
        if (!part.equals(file)) {
            throw RpcException.badInput(List.of(FILE), "The form has no file in a part named \"" + part + "\".");
        }
        return form.input() instanceof JsonObject input && input.getValue(PRIORITY) != null
                ? priority(input.getValue(PRIORITY))
                : Priority.DEFAULT;
    }

    private static int priority(Object wanted) {
        if (wanted instanceof Integer number && number >= Priority.LOWEST && number <= Priority.HIGHEST) {
            return number;
        }
        throw RpcException.badInput(List.of(PRIORITY), "priority must be a whole number from 0 to 9");
    }
}
