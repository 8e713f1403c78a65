package io.reelbus.upload;

import io.reelbus.http.orpc.Call;
import io.reelbus.http.orpc.Output;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.http.orpc.RpcException;
import io.vertx.core.Future;
import java.util.List;

/** {@code video/upload {file, priority?, profile?}}: the door for clients of oRPC. */
public final class UploadProcedure {
    private UploadProcedure() {}

    public static Procedure of(FormDoor door) {
        return new Procedure("video/upload", false, Procedure.Kind.FORM, call -> receive(door, call));
    }

    private static Future<Output> receive(FormDoor door, Call call) {
        if (!call.isForm()) {
            RpcException noFile = RpcException.badInput(List.of(RpcUploadForm.FILE), "file must be a file");
            door.refuse(call.request(), noFile);
            return Future.failedFuture(noFile);
        }
        return door.receive(call.request(), request -> new RpcUploadForm())
                .map(stored -> new Output.Value(door.ingest().answer(stored)));
    }
}
