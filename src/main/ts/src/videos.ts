/** What the procedures take and answer. */
import type { FailureCode, ProgressMetadata, VideoResult } from './events.js';

/** Of the videos that wait, the highest is done first; 5 where nothing is said. */
export type Priority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export type VideoStatus = 'queued' | 'processing' | 'completed' | 'failed';

/** How a video is processed; a server may have others, which `GET /api/profiles` lists. */
export type Profile = 'web' | 'hls' | 'audio' | 'archive' | 'probe' | (string & {});

export interface UploadInput {
  /** A `Blob` that is no `File` has no name of its own. */
  file: File | Blob;
  priority?: Priority;
  /** `web` where nothing is said. */
  profile?: Profile;
}

/** The upload is safe and will be processed. `fileId` and `videoId` are the same. */
export interface UploadOutput {
  filename: string;
  /** Where the original can be fetched. */
  path: string;
  size: number;
  mimeType: string;
  fileId: string;
  videoId: string;
  isProcessed: false;
  message: string;
  profile: Profile;
}

export interface VideoInput {
  videoId: string;
}

/** Where a video stands. */
export interface VideoState {
  videoId: string;
  fileId: string;
  status: VideoStatus;
  progress: number;
  message?: string;
  metadata?: ProgressMetadata;
  result?: VideoResult;
  error?: string;
  code?: FailureCode;
  attempt?: number;
  timestamp?: string;
  /** The failed video of which this is another try. */
  retryOf?: string;
  priority: Priority;
  filename: string;
  size: number;
  mimeType: string;
  profile: Profile;
  createdAt: string;
  seq: number;
}

export interface ListInput {
  limit?: number;
  /** The `next` of the page before. */
  cursor?: string;
  status?: VideoStatus;
}

export interface ListOutput {
  videos: VideoState[];
  /** Where the next page begins; absent on the last. */
  next?: string;
}

/** What became of a video that was canceled. */
export interface CancelOutput {
  videoId: string;
  fileId: string;
  status: 'failed';
  error: string;
  code: FailureCode;
  seq: number;
}

export interface SubscribeInput {
  fileId: string;
  /** Only what lies above this `seq` is told. */
  after?: number;
}
