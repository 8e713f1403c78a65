// node react.mjs <origin> <file> [package]: the contract's React component without React: the same calls in the same order. It
// loses its connection at each line of the standard input, and unmounts when that ends.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { print, printEvents, read } from './lines.mjs';

const [origin, path, client = 'socket.io-client'] = process.argv.slice(2);
const { io } = await import(client);
let socket = null;
const setProcessingStatus = (status) => print({ status });
const console = {
  log: (...args) => print({ log: args }),
  error: (...args) => print({ error: args }),
};

async function uploadVideo({ file }) {
  const form = new FormData();
  form.append('file', file, file.name);
  const response = await fetch(`${origin}/storage/upload/video`, { method: 'POST', body: form });
  const answer = await response.json();
  print({ answer });
  return answer;
}

function effect() {
  const newSocket = io(`${origin}/file-processing`, {
    transports: ['websocket'],
  });
  printEvents(newSocket);

  newSocket.on('connect', () => {
    console.log('WebSocket connected');
  });

  socket = newSocket;

  return () => {
    newSocket.disconnect();
  };
}

const handleVideoUpload = async (file) => {
  const response = await uploadVideo({ file });
  const { videoId } = response;

  if (socket) {
    socket.emit('subscribe:file', { fileId: videoId });

    socket.on('processing:started', (data) => {
      console.log('Processing started:', data);
      setProcessingStatus({ progress: 0, status: 'processing' });
    });

    socket.on('processing:progress', (data) => {
      console.log('Progress update:', data);
      setProcessingStatus({
        progress: data.progress,
        status: data.status,
        message: data.message,
      });
    });

    socket.on('processing:completed', (data) => {
      console.log('Processing completed:', data);
      setProcessingStatus({ progress: 100, status: 'completed' });
    });

    socket.on('processing:failed', (data) => {
      console.error('Processing failed:', data);
      setProcessingStatus({ progress: 0, status: 'failed', message: data.error });
    });
  }
};

const unmount = effect();
await handleVideoUpload(Object.assign(new Blob([await readFile(path)]), { name: basename(path) }));
read(() => socket.io.engine.close(), unmount);
