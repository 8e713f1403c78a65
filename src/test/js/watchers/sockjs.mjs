// The real SockJS client with the raw frames; `transports` are those that it may use.
import SockJS from 'sockjs-client';
import { frames } from './frames.mjs';

export function watcher({ url, transports }, tell) {
  return frames(() => new SockJS(`${url}/sockjs`, null, { transports }), tell);
}
