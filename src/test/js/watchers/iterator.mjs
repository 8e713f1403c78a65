// An event iterator of oRPC's own client for each file; its retry plugin comes back behind the last event.
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { ClientRetryPlugin } from '@orpc/client/plugins';

export function watcher({ url }, tell) {
  const aborting = new AbortController();
  const client = createORPCClient(new RPCLink({ url: `${url}/rpc`, plugins: [new ClientRetryPlugin()] }));
  const context = {
    retry: Number.POSITIVE_INFINITY,
    retryDelay: 100,
    shouldRetry: ({ error }) => !(error instanceof ORPCError) || error.code === 'SERVICE_UNAVAILABLE',
    onRetry: ({ error }) => tell({ event: 'disconnect', data: String(error) }),
  };
  return {
    async watch(fileId) {
      try {
        const events = await client.video.subscribe({ fileId }, { context, signal: aborting.signal });
        for await (const { event, data } of events) tell({ event, data });
      } catch (error) {
        if (!aborting.signal.aborted) tell({ event: 'refused', data: String(error) });
      }
    },
    leave: () => aborting.abort(),
  };
}
