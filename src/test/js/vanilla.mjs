// node vanilla.mjs <host:port> <fileId> [last|] [package]: runs the contract's vanilla example as printed; only the address and
// the id are replaced. With `last` its cleanup runs at the end of the standard input rather than at once.
import { readFileSync } from 'node:fs';
import { print, printEvents, read } from './lines.mjs';

const [address, fileId, last, client = 'socket.io-client'] = process.argv.slice(2);
const { io } = await import(client);
const [importing, ...rest] = readFileSync(new URL('seed/vanilla.js', import.meta.url), 'utf8').split('\n');
if (importing !== "import { io } from 'socket.io-client';") throw new Error('not the example');
let text = rest.join('\n').replaceAll('localhost:3001', address).replaceAll('video-uuid-123', fileId);
if (last) text = `${text.replace('// Cleanup when done\n', 'return () => {')}};`;

// A stand-in for the page: an element prints what is assigned to it.
const element = (id) => new Proxy({}, { set: (_, property, value) => (print({ id, [property]: value }), true) });
const elements = { 'progress-bar': element('progress-bar'), 'status-text': element('status-text') };
const document = { getElementById: (id) => elements[id] };
const console = {
  log: (...args) => print({ log: args }),
  error: (...args) => print({ error: args }),
};

let socket;
const connect = (...args) => {
  socket = io(...args);
  printEvents(socket);
  return socket;
};
const cleanup = new Function('io', 'document', 'console', text)(connect, document, console);

read(
  () => {},
  () => {
    if (!cleanup) return socket.disconnect();
    socket.once('unsubscribed', () => socket.disconnect());
    return cleanup();
  },
);
