// The event bus bridge's own client: whenever it is connected it registers for each file behind what it has had.
import EventBus from '@vertx/eventbus-bridge-client.js';

export function watcher({ url, transports }, tell) {
  const files = new Map();
  const bus = new EventBus(`${url}/eventbus`, {
    transports,
    vertxbus_reconnect_delay_min: 50,
    vertxbus_reconnect_delay_max: 500,
  });
  const register = (fileId) =>
    bus.registerHandler(`processing.${fileId}`, { after: files.get(fileId) }, (error, message) => {
      if (error) return tell({ event: 'refused', data: error });
      const { event, data } = message.body;
      files.set(fileId, data.seq ?? files.get(fileId));
      return tell({ event, data });
    });
  bus.enableReconnect(true);
  bus.onerror = () => {};
  bus.onopen = () => {
    tell({ event: 'connect' });
    [...files.keys()].forEach(register);
  };
  bus.onclose = ({ code }) => tell({ event: 'disconnect', data: code });
  return {
    watch(fileId) {
      files.set(fileId, 0);
      if (bus.state === EventBus.OPEN) register(fileId);
    },
    leave: () => bus.close(),
  };
}
