// node client.mjs <url> [transport,...] [fileId,...]: the real client, told what to emit on the standard input, one JSON line
// {"emit": event, "args": [...], "ack": boolean} each, or {"cut": true} to lose its connection; it disconnects when that
// ends. Whenever it is connected, also when it has come back, it subscribes to the files that are named.
import { io } from 'socket.io-client';
import { print, printEvents, read } from './lines.mjs';

const [url, transports, files] = process.argv.slice(2);
const socket = io(url, transports ? { transports: transports.split(',') } : {});
printEvents(socket);
socket.io.engine.on('upgrade', (transport) => print({ event: 'upgrade', transport: transport.name }));
if (files) {
  socket.on('connect', () => files.split(',').forEach((fileId) => socket.emit('subscribe:file', { fileId })));
}

read(
  ({ emit, args = [], ack = false, cut = false }) => {
    if (cut) return socket.io.engine.close();
    const last = ack ? [(data) => print({ event: 'ack', data })] : [];
    return socket.emit(emit, ...args, ...last);
  },
  () => socket.disconnect(),
);
