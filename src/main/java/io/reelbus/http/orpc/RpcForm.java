package io.reelbus.http.orpc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code data} of a form: an input, and where in it the form's files belong. The file at {@code maps[i]} is the
 * part named {@code i}.
 *
 * @param input what JSON can hold; the places of files hold anything
 * @param maps the places: keys and indices from the input down
 */
public record RpcForm(@Nullable Object input, List<List<Object>> maps) {
    /** The name of the part that is no file. */
    public static final String DATA = "data";

    public RpcForm {
        maps = List.copyOf(maps);
    }

    /** Throws what the client is answered where the text is no such part. */
    public static RpcForm read(@Nullable String data) {
        if (data == null) {
            throw RpcException.badInput(List.of(), "The form has no part named \"data\".");
        }
        try {
            Object envelope = RpcInput.parse(data);
            Object input = RpcInput.open(envelope);
            Object maps = envelope instanceof JsonObject json ? json.getValue("maps", new JsonArray()) : null;
            if (maps instanceof JsonArray places) {
                return new RpcForm(input, places.stream().map(RpcForm::place).toList());
            }
        } catch (RpcException wrong) {
            throw RpcException.badInput(List.of(), String.valueOf(wrong.getMessage()));
        }
        throw badMaps();
    }

    private static List<Object> place(@Nullable Object place) {
        if (place instanceof JsonArray keys && keys.stream().allMatch(RpcForm::isKey)) {
            return keys.stream().toList();
        }
        throw badMaps();
    }

    private static boolean isKey(@Nullable Object key) {
        return key instanceof String || key instanceof Integer;
    }

    private static RpcException badMaps() {
        return RpcException.badInput(List.of(), "The maps of a form must be [[key, ...], ...].");
    }

    /** The name of the part whose file belongs at this key of the input, where no other file may belong. */
    public String onlyFile(String key) {
        List<Object> wanted = List.of(key);
        maps.stream().filter(place -> !place.equals(wanted)).findFirst().ifPresent(place -> {
            throw RpcException.badInput(place, "A file belongs nowhere but at " + key + ".");
        });
        if (maps.isEmpty() || !(input instanceof JsonObject json && json.containsKey(key))) {
            throw RpcException.badInput(wanted, key + " must be a file");
        }
        if (maps.size() > 1) {
            throw RpcException.badInput(wanted, key + " must be one file");
        }
        return "0";
    }
}
