// node eventbus.mjs <origin> <transport> [fileId]: the event bus bridge's own client. With a file it runs the example of
// docs/protocol.md as printed; only the address, the id and the transport are replaced. Each JSON line of the standard
// input is a call: {"call": method of the bus, "args": [...]}; what it has to say comes as {"answer", "of"}.
import { readFileSync } from 'node:fs';
import EventBus from '@vertx/eventbus-bridge-client.js';
import { print, read } from './lines.mjs';

const [origin, transport, fileId] = process.argv.slice(2);
const options = {
  transports: [transport],
  timeout: 30000,
  vertxbus_reconnect_delay_min: 100,
  vertxbus_reconnect_delay_max: 500,
};

/** A bus on the transport that is asked for, which prints how its connection fares. */
class Bus {
  constructor(url) {
    const bus = new EventBus(url, options);
    bus.onclose = ({ code }) => print({ event: 'disconnect', code });
    bus.onerror = (error) => print({ event: 'error', data: error });
    return new Proxy(bus, {
      set(_, name, value) {
        bus[name] = name === 'onopen' ? () => (print({ event: 'connect', transport: bus.sockJSConn.transport }), value()) : value;
        return true;
      },
    });
  }
}

function example() {
  const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const [, code] = text.match(/```javascript\n(import EventBus from '@vertx\/eventbus-bridge-client.js';[^]*?)```/);
  const [importing, ...rest] = code.split('\n');
  if (!importing.endsWith("'@vertx/eventbus-bridge-client.js';")) throw new Error('not the example');
  const run = rest.join('\n').replaceAll('http://localhost:3001', origin);
  return new Function('EventBus', 'fileId', 'console', `${run}; return bus;`);
}

const say = { log: (event, data) => print({ event, data }), error: (error) => print({ event: 'refused', data: error }) };
const bus = fileId ? example()(Bus, fileId, say) : new Bus(`${origin}/eventbus`);
if (!fileId) bus.onopen = () => {};

read(
  ({ call, args }) => {
    const answer = (error, message) => print({ answer: message ?? null, error: error ?? null, of: args[0] });
    if (call === 'publish') bus.publish(...args);
    else bus[call](...args, answer);
  },
  () => bus.close(),
);
