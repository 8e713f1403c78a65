// What the scripts here share: one JSON object per line on the standard output, in the order of receipt.
import { createInterface } from 'node:readline';

export function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints all that a Socket.IO socket receives, before its own handlers see it. */
export function printEvents(socket) {
  socket.onAny((event, ...args) => print({ event, data: args[0] }));
  socket.on('connect', () =>
    print({ event: 'connect', transport: socket.io.engine.transport.name, recovered: socket.recovered === true }),
  );
  socket.on('connect_error', (error) => print({ event: 'connect_error', data: error.message }));
  socket.on('disconnect', (reason) => print({ event: 'disconnect', data: reason }));
}

/** Calls `onLine` with each JSON line of the standard input, and `onEnd` at its end. */
export function read(onLine, onEnd) {
  createInterface({ input: process.stdin })
    .on('line', (line) => onLine(JSON.parse(line)))
    .on('close', onEnd);
}
