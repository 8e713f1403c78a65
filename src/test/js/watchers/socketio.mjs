// The real Socket.IO client. Options are its own; `package` names another version of it. Told to watch, it subscribes
// until that is answered and never again, as the contract's React component does: what follows a cut is up to connection
// state recovery. `subscribe: "always"` has it subscribe at every connect, as the contract's vanilla example does.
export async function watcher({ url, package: name = 'socket.io-client', subscribe = 'once', ...options }, tell) {
  const { io } = await import(name);
  const socket = io(`${url}/file-processing`, { reconnectionDelay: 50, reconnectionDelayMax: 500, ...options });
  const files = new Set();
  const emit = (event, fileId) =>
    socket.emit(event, { fileId }, (data) => tell({ event: 'ack', data }));
  const ask = (fileId) => emit('subscribe:file', fileId);

  socket.onAny((event, data) => {
    if (event === 'subscribed' && subscribe === 'once') files.delete(data.fileId);
    tell({ event, data });
  });
  socket.on('connect', () => {
    tell({ event: 'connect', data: { recovered: socket.recovered, transport: socket.io.engine.transport.name } });
    socket.io.engine.once('upgrade', ({ name }) => tell({ event: 'upgrade', data: name }));
    files.forEach(ask);
  });
  socket.on('disconnect', (reason) => tell({ event: 'disconnect', data: reason }));
  return {
    watch(fileId) {
      files.add(fileId);
      if (socket.connected) ask(fileId);
    },
    emit,
    leave: () => socket.disconnect(),
  };
}
