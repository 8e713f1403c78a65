package io.reelbus.push;

import io.reelbus.push.socketio.Ack;
import io.reelbus.push.socketio.Frame;
import io.reelbus.push.socketio.Socket;
import io.vertx.core.Context;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Socket.IO namespace {@code /file-processing}: a subscriber for each of its sockets. */
public final class FileProcessing implements Consumer<Socket> {
    public static final String NAMESPACE = "/file-processing";

    private static final Function<Telling, Frame> FRAME =
            telling -> Frame.event(NAMESPACE, telling.event(), telling.json());

    private final Rooms rooms;

    /** The server's {@link io.reelbus.push.socketio.Admission} must be {@link Connections}. */
    public FileProcessing(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void accept(Socket socket) {
        Subscriber subscriber = new Subscriber(rooms, (Place) socket.admitted(), new SocketOutlet(socket));
        socket.on(Subscriber.SUBSCRIBE, (args, ack) -> subscriber.subscribe(first(args), answer(ack)));
        socket.on(Subscriber.UNSUBSCRIBE, (args, ack) -> subscriber.unsubscribe(first(args), answer(ack)));
        socket.onDisconnect(reason -> subscriber.close());
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

    private record SocketOutlet(Socket socket) implements Outlet {
        @Override
        public Context context() {
            return socket.context();
        }

        @Override
        public void tell(Telling telling) {
            socket.emitEncoded(telling.as(FRAME));
        }

        @Override
        public void reply(String event, JsonObject data) {
            socket.emit(event, data);
        }

        /** As the original's framework answers a handler's exception. */
        @Override
        public void complain(String message, Object cause) {
            socket.emit(
                    "exception",
                    new JsonObject()
                            .put("status", "error")
                            .put("message", message)
                            .put("cause", cause));
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable drained) {
            socket.onDrain(drained);
        }

        @Override
        public void end(String reason) {
            socket.close(reason);
        }
    }
}
