// node orpc.mjs <rpc|openapi> <origin> <procedure> <input as JSON> [retries]: calls one procedure by a link of the real client,
// `video/get` for instance, and prints its output, each value of an iterator, or its error. A `file` of the input is the
// path of a file to send. A cut connection is tried again so many times, from where it was. It is aborted when the
// standard input ends.
import { File } from 'node:buffer';
import * as fs from 'node:fs';
import { basename } from 'node:path';
import { createORPCClient, getEventMeta, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { ClientRetryPlugin } from '@orpc/client/plugins';
import { oc } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { print, read } from './lines.mjs';

const [wire, origin, procedure, text, retries] = process.argv.slice(2);
const contract = {
  video: {
    upload: oc.route({ method: 'POST', path: '/storage/upload/video' }),
    subscribe: oc.route({ method: 'GET', path: '/storage/subscribe/video/{fileId}' }),
  },
};
const plugins = [new ClientRetryPlugin()];
const link =
  wire === 'rpc'
    ? new RPCLink({ url: `${origin}/rpc`, plugins })
    : new OpenAPILink(contract, { url: origin, plugins });
const call = procedure.split('/').reduce((client, name) => client[name], createORPCClient(link));
const context = {
  retry: Number(retries ?? 0),
  retryDelay: 100,
  shouldRetry: ({ error }) => !(error instanceof ORPCError) || error.code === 'SERVICE_UNAVAILABLE',
  onRetry: ({ lastEventId }) => print({ retry: lastEventId ?? null }),
};
const aborting = new AbortController();
read(() => {}, () => aborting.abort());

const input = JSON.parse(text);
if (input.file) {
  // Node 18 has no files that are read while they are sent.
  const bytes = await (fs.openAsBlob?.(input.file) ?? fs.promises.readFile(input.file));
  input.file = new File([bytes], basename(input.file), { type: 'video/mp4' });
}
try {
  const output = await call(input, { context, signal: aborting.signal });
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
