// What clients of the raw frames do: whenever they are connected they subscribe to each file after what they have had.
export function frames(connect, tell) {
  const files = new Map();
  let socket;
  let open = false;
  let left = false;
  const ask = (fileId) => {
    const after = files.get(fileId);
    socket.send(JSON.stringify({ event: 'subscribe:file', data: after ? { fileId, after } : { fileId } }));
  };
  const come = () => {
    socket = connect();
    socket.onopen = () => {
      open = true;
      tell({ event: 'connect' });
      [...files.keys()].forEach(ask);
    };
    socket.onmessage = (message) => {
      const { event, data } = JSON.parse(message.data);
      if (data?.seq) files.set(data.fileId, data.seq);
      tell({ event, data });
    };
    socket.onerror = () => {};
    socket.onclose = ({ code }) => {
      if (open) tell({ event: 'disconnect', data: code });
      open = false;
      if (!left) setTimeout(come, 50 + Math.random() * 200);
    };
  };
  come();
  return {
    watch(fileId) {
      files.set(fileId, 0);
      if (open) ask(fileId);
    },
    leave() {
      left = true;
      socket.close();
    },
  };
}
