package io.reelbus.push;

import io.reelbus.push.socketio.Ack;
import io.reelbus.push.socketio.Recovery;
import io.reelbus.push.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Socket.IO namespace {@code /file-processing}: a subscriber for each of its sockets. */
public final class FileProcessing implements Consumer<Socket>, Recovery {
    public static final String NAMESPACE = "/file-processing";

    private final Rooms rooms;

    /** The server's {@link io.reelbus.push.socketio.Admission} must be {@link Connections}. */
    public FileProcessing(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void accept(Socket socket) {
        // A client may join as often as it likes, and each time would be as good as a message.
        boolean unused = open(socket).subscriber().mayAsk();
    }

    /** A client that comes back stands at its offset, and is limited as one that subscribes to the same files. */
    @Override
    public Future<Boolean> recover(Socket socket, String offset) {
        return Offset.parse(offset, place(socket).maxSubscriptions())
                .map(known -> resume(open(socket), known))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    /** It costs as much as the subscribes that it stands for. */
    private static Future<Boolean> resume(FileSocket opened, Offset known) {
        for (int i = 0; i <= known.entries().size(); i++) {
            if (!opened.subscriber().mayAsk()) {
                return Future.succeededFuture(false);
            }
        }
        return Future.succeededFuture(opened.resume(known));
    }

    private static Place place(Socket socket) {
        return (Place) socket.admitted();
    }

    private FileSocket open(Socket socket) {
        FileSocket opened = new FileSocket(socket, rooms, place(socket));
        Subscriber subscriber = opened.subscriber();
        socket.on(Subscriber.SUBSCRIBE, (args, ack) -> {
            if (subscriber.mayAsk()) {
                subscriber.subscribe(first(args), answer(ack));
            }
        });
        socket.on(Subscriber.UNSUBSCRIBE, (args, ack) -> {
            if (subscriber.mayAsk()) {
                subscriber.unsubscribe(first(args), answer(ack));
            }
        });
        socket.onUnknownEvent((event, args, ack) -> {
            // It is ignored, as by the original, but it costs as much as one that is known.
            boolean unused = subscriber.mayAsk();
        });
        socket.onDisconnect(reason -> {
            subscriber.close();
            count(reason);
        });
        return opened;
    }

    /** The limits that the protocol keeps by itself. */
    private void count(String reason) {
        if (reason.equals(Socket.TOO_BIG)) {
            rooms.meters().refused(Limit.PAYLOAD);
        } else if (reason.equals(Socket.TOO_SLOW)) {
            rooms.meters().refused(Limit.OUTBOX);
        }
    }

    private static @Nullable Object first(JsonArray args) {
        return args.isEmpty() ? null : args.getValue(0);
    }

    private static Consumer<JsonObject> answer(Ack ack) {
        return payload -> {
            if (ack.isRequested()) {
                ack.send(payload);
            }
        };
    }
}
