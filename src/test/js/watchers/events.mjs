// Server-sent events by an EventSource of the standard, one for each file: it comes back by itself and says what it had.
import { EventSource } from 'eventsource';

const STORY = ['processing:started', 'processing:progress', 'processing:completed', 'processing:failed'];
const EVENTS = ['subscribed', 'unsubscribed', ...STORY];

export function watcher({ url }, tell) {
  const sources = new Set();
  return {
    watch(fileId) {
      const source = new EventSource(`${url}/api/videos/${fileId}/events`);
      sources.add(source);
      source.onopen = () => tell({ event: 'connect', data: { fileId } });
      source.onerror = ({ code, message }) => tell({ event: 'disconnect', data: { fileId, code, message } });
      for (const event of EVENTS) {
        source.addEventListener(event, ({ data }) => {
          tell({ event, data: JSON.parse(data) });
          if (event === 'processing:completed' || event === 'processing:failed') source.close();
        });
      }
    },
    leave: () => sources.forEach((source) => source.close()),
  };
}
