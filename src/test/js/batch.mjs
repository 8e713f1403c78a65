// node batch.mjs <origin> <POST|GET> <streaming|buffered> <calls as JSON>: makes all calls `[[procedure, input], ...]` at once
// by the real client's batch plugin. Prints each request that it sends, then what became of each call, as they end.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { BatchLinkPlugin } from '@orpc/client/plugins';
import { print } from './lines.mjs';

const [origin, method, mode, calls] = process.argv.slice(2);
const link = new RPCLink({
  url: `${origin}/rpc`,
  method,
  plugins: [new BatchLinkPlugin({ mode, groups: [{ condition: () => true, context: {} }] })],
  async fetch(request, init) {
    const response = await fetch(request, init);
    print({ request: { method: request.method, path: new URL(request.url).pathname, status: response.status } });
    return response;
  },
});
const client = createORPCClient(link);

async function call([procedure, input], index) {
  try {
    print({ index, output: await procedure.split('/').reduce((at, name) => at[name], client)(input) });
  } catch ({ code, status, message, data }) {
    print({ index, error: { code, status, message, data } });
  }
}
await Promise.all(JSON.parse(calls).map(call));
