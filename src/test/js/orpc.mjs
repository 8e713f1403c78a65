// node orpc.mjs <origin> <procedure> <input as JSON> [retries]: calls one procedure by the real client, `video/get` for
// instance, and prints its output, each value of an iterator, or its error. A cut connection is tried again so many times,
// from where it was. It is aborted when the standard input ends.
import { createORPCClient, getEventMeta, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { ClientRetryPlugin } from '@orpc/client/plugins';
import { print, read } from './lines.mjs';

const [origin, procedure, input, retries] = process.argv.slice(2);
const link = new RPCLink({ url: `${origin}/rpc`, plugins: [new ClientRetryPlugin()] });
const call = procedure.split('/').reduce((client, name) => client[name], createORPCClient(link));
const context = {
  retry: Number(retries ?? 0),
  retryDelay: 100,
  shouldRetry: ({ error }) => !(error instanceof ORPCError) || error.code === 'SERVICE_UNAVAILABLE',
  onRetry: ({ lastEventId }) => print({ retry: lastEventId ?? null }),
};
const aborting = new AbortController();
read(() => {}, () => aborting.abort());

try {
  const output = await call(JSON.parse(input), { context, signal: aborting.signal });
  if (typeof output[Symbol.asyncIterator] === 'function') {
    for await (const value of output) print({ id: getEventMeta(value)?.id, ...value });
    print({ done: true });
  } else {
    print({ output });
  }
} catch (error) {
  const { code, status, message, data } = error;
  print({ error: { code, status, message, data } });
}
process.exit();
