// node fleet.mjs: many clients, of any transport, in one process. JSON lines on the standard input:
//   {"client": name, "kind": kind, "url": origin, ...}  one more, of a kind in watchers/; the rest are its options
//   {"client": name, "watch": fileId}                   it watches this file from now on, whatever becomes of its connections
//   {"client": name, "emit": event, "fileId": fileId}   it sends this, where its kind can
//   {"client": name, "leave": true}                     it goes
// Prints {"client", "event", "data"} for all that each is told. It ends with its input.
import { print, read } from './lines.mjs';

const clients = new Map();

async function open({ client, kind, ...options }) {
  const { watcher } = await import(`./watchers/${kind}.mjs`);
  return watcher(options, (line) => print({ client, ...line }));
}

read(
  async (command) => {
    if (command.kind) clients.set(command.client, open(command));
    const client = await clients.get(command.client);
    if (command.watch) client.watch(command.watch);
    if (command.emit) client.emit(command.emit, command.fileId);
    if (command.leave) client.leave();
  },
  () => process.exit(),
);
