/** The client: one function for each procedure. */
import { type Client, createORPCClient } from '@orpc/client';
import { RPCLink, type RPCLinkOptions } from '@orpc/client/fetch';
import { ClientRetryPlugin, type ClientRetryPluginContext } from '@orpc/client/plugins';
import { isReelbusError, type ReelbusError } from './errors.js';
import type { StoryEvent } from './events.js';
import type {
  CancelOutput,
  ListInput,
  ListOutput,
  SubscribeInput,
  UploadInput,
  UploadOutput,
  VideoInput,
  VideoState,
} from './videos.js';

/** What a call may be given beside its input, as its `context`: how often it is tried again, and when. */
export type CallContext = ClientRetryPluginContext;

type Procedure<Input, Output> = Client<CallContext, Input, Output, ReelbusError | Error>;

export type ReelbusClient = {
  video: {
    /** Uploads a file. Once it resolves the file is safe. */
    upload: Procedure<UploadInput, UploadOutput>;
    get: Procedure<VideoInput, VideoState>;
    list: Procedure<ListInput | undefined, ListOutput>;
    cancel: Procedure<VideoInput, CancelOutput>;
    /**
     * The story of a video from its beginning to its end, `processing:failed` included. An iterator whose connection is
     * cut goes on where it was.
     */
    subscribe: Procedure<SubscribeInput, AsyncIterableIterator<StoryEvent, void, void>>;
  };
};

export type ReelbusOptions = Omit<RPCLinkOptions<CallContext>, 'url'>;

/** A client of the server at this address, for instance `http://localhost:3001`. */
export function createReelbusClient(url: string | URL, options: ReelbusOptions = {}): ReelbusClient {
  const link = new RPCLink<CallContext>({
    ...options,
    url: `${String(url).replace(/\/+$/, '')}/rpc`,
    plugins: [...(options.plugins ?? []), comingBack()],
  });
  return createORPCClient<ReelbusClient>(link);
}

/** A story is told on any node and nothing of it twice, so its iterator may come back however often it is cut. */
function comingBack(): ClientRetryPlugin<CallContext> {
  return new ClientRetryPlugin({
    default: {
      retry: ({ path }) => (path.join('.') === 'video.subscribe' ? Number.POSITIVE_INFINITY : 0),
      retryDelay: ({ attemptIndex }) => Math.min(10_000, 500 * 2 ** Math.min(attemptIndex, 5)),
      shouldRetry: ({ error }) => !isReelbusError(error) || error.status === 429 || error.status === 503,
    },
  });
}
