// node client.mjs <url> [transport,...]: the real client, told what to emit on the standard input, one JSON line
// {"emit": event, "args": [...], "ack": boolean} each; it disconnects when that ends.
import { io } from 'socket.io-client';
import { print, printEvents, read } from './lines.mjs';

const [url, transports] = process.argv.slice(2);
const socket = io(url, transports ? { transports: transports.split(',') } : {});
printEvents(socket);
socket.io.engine.on('upgrade', (transport) => print({ event: 'upgrade', transport: transport.name }));

read(
  ({ emit, args = [], ack = false }) => {
    const last = ack ? [(data) => print({ event: 'ack', data })] : [];
    socket.emit(emit, ...args, ...last);
  },
  () => socket.disconnect(),
);
