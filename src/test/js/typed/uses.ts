// What a program may do with the typed client, and what its compiler must refuse.
import {
  createReelbusClient,
  isReelbusError,
  type ListOutput,
  type StoryEvent,
  type UploadOutput,
  type VideoState,
} from '@reelbus/client';

const { video } = createReelbusClient(new URL('http://localhost:3001'), { headers: { 'x-from': 'here' } });

export async function upload(file: File): Promise<string> {
  const answer: UploadOutput = await video.upload({ file, priority: 7, profile: 'hls' });
  const profile: string = answer.profile;
  const processed: false = answer.isProcessed;
  return processed ? profile : answer.videoId;
}

export async function watch(fileId: string, signal: AbortSignal): Promise<number> {
  let seq = 0;
  for await (const told of await video.subscribe({ fileId, after: seq }, { signal, context: { retry: 3 } })) {
    seq = place(told) ?? seq;
  }
  return seq;
}

/** Every event has its own payload, and there is no other. */
function place(told: StoryEvent): number | undefined {
  switch (told.event) {
    case 'subscribed':
      return told.data.known === false ? 0 : undefined;
    case 'processing:started':
      return told.data.attempt;
    case 'processing:progress':
      return told.data.metadata?.eta ?? told.data.progress;
    case 'processing:completed':
      return told.data.result.outputs.map((output) => output.size).at(0);
    case 'processing:failed':
      return told.data.retryable ? 0 : told.data.code.length;
    default: {
      const nothing: never = told;
      return nothing;
    }
  }
}

export async function all(): Promise<VideoState[]> {
  const videos: VideoState[] = [];
  let cursor: string | undefined;
  do {
    const page: ListOutput = await video.list({ limit: 50, status: 'failed', ...(cursor ? { cursor } : {}) });
    videos.push(...page.videos);
    cursor = page.next;
  } while (cursor);
  return videos;
}

export async function cancel(videoId: string): Promise<string> {
  try {
    return (await video.cancel({ videoId })).code;
  } catch (error) {
    return isReelbusError(error) ? `${error.code} ${error.data?.code} ${error.data?.issues?.[0]?.message}` : 'offline';
  }
}

export function wrong(file: File): unknown[] {
  return [
    // @ts-expect-error a file is needed
    video.upload({}),
    // @ts-expect-error a path is no file
    video.upload({ file: '/tmp/a.mp4' }),
    // @ts-expect-error 9 is the highest
    video.upload({ file, priority: 10 }),
    // @ts-expect-error a profile is named
    video.upload({ file, profile: 5 }),
    // @ts-expect-error it is called videoId
    video.get({ id: 'v1' }),
    // @ts-expect-error it is called fileId
    video.subscribe({ videoId: 'v1' }),
    // @ts-expect-error there is no such status
    video.list({ status: 'done' }),
    // @ts-expect-error there is no such procedure
    video.transcode({ videoId: 'v1' }),
  ];
}
