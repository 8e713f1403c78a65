// A raw WebSocket.
import WebSocket from 'ws';
import { frames } from './frames.mjs';

export function watcher({ url }, tell) {
  return frames(() => new WebSocket(`${url.replace('http', 'ws')}/file-processing`), tell);
}
