/** What is told of a video while it is processed, by every transport; the names are those of Socket.IO's events. */

/** The codes of failures; one that a newer server has is a string too. */
export type FailureCode =
  | 'not_a_video'
  | 'no_video_stream'
  | 'truncated'
  | 'transcode_failed'
  | 'timed_out'
  | 'workers_lost'
  | 'canceled'
  | 'deleted'
  | 'disk_full'
  | 'internal'
  | (string & {});

/** What every event of a story has. `seq` is its place in the story and only ever rises. */
interface Placed {
  fileId: string;
  /** ISO 8601 in UTC with milliseconds. */
  timestamp: string;
  seq: number;
}

export interface Started extends Placed {
  attempt: number;
  metadata?: { filename: string; mimeType: string; size: number };
}

/** How far the work is, and what is known of the source by now. */
export interface ProgressMetadata {
  step?: 'probe' | 'transcode' | 'poster' | 'finish' | 'store' | (string & {});
  /** Which of the steps it is, from 1. */
  stepIndex?: number;
  /** How many steps there are. */
  steps?: number;
  /** Seconds left of all steps; absent while unknown. */
  eta?: number;
  speed?: number;
  fps?: number;
  frame?: number;
  /** Seconds of the source. */
  duration?: number;
  /** Seconds of the source that are done, where it does not declare its length, or less than what comes. */
  processed?: number;
  /** The percentage stands, because nobody knows how much is left. */
  indeterminate?: true;
  width?: number;
  height?: number;
  /** The place in the queue, while it waits; 1 is next. */
  position?: number;
}

/** A place in the queue has neither `seq` nor `attempt`, for it is no part of the story. */
export interface Progress {
  fileId: string;
  /** 0 to 100, with one decimal. */
  progress: number;
  status: 'queued' | 'processing' | 'completed';
  /** For people. */
  message: string;
  metadata?: ProgressMetadata;
  timestamp: string;
  seq?: number;
  attempt?: number;
}

/** A file that was made. */
export interface RenditionFile {
  name: string;
  role: 'video' | 'audio' | 'image' | 'subtitles' | 'playlist' | 'poster' | 'storyboard' | 'waveform';
  /** Its media type. */
  type: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
  /** Pixels, of what has pictures. */
  width?: number;
  height?: number;
  /** As the source names it, mostly three letters. */
  language?: string;
  url: string;
}

/** The source, as it is displayed, and the files that were made of it. */
export interface VideoResult {
  /** Seconds; 0 of a picture that stands. */
  duration: number;
  /** Pixels, of what has pictures. */
  width?: number;
  height?: number;
  frameRate?: number;
  videoCodec?: string;
  audioCodec?: string;
  /** Bits per second. */
  bitrate?: number;
  profile: string;
  /** Degrees, clockwise. */
  rotation?: number;
  outputs: RenditionFile[];
}

export interface Completed extends Placed {
  attempt: number;
  result: VideoResult;
}

export interface Failed extends Placed {
  /** For people. */
  error: string;
  code: FailureCode;
  /** Whether the same upload may succeed when tried again. */
  retryable: boolean;
  attempt?: number;
}

/** The first value; `known` is false where there is no such video yet, whose story is then waited for. */
export interface Subscribed {
  fileId: string;
  known?: false;
}

/** One value of `video.subscribe`; the last is `processing:completed` or `processing:failed`. */
export type StoryEvent =
  | { event: 'subscribed'; data: Subscribed }
  | { event: 'processing:started'; data: Started }
  | { event: 'processing:progress'; data: Progress }
  | { event: 'processing:completed'; data: Completed }
  | { event: 'processing:failed'; data: Failed };
