// node sockjs.mjs <url> <transport> [fileId]: sockjs-client on that transport, subscribed to the file as soon as it is
// open. Each JSON line of the standard input is sent as a frame; it closes when that ends.
import SockJS from 'sockjs-client';
import { print, read } from './lines.mjs';

const [url, transport, fileId] = process.argv.slice(2);
const subscribe = { event: 'subscribe:file', data: { fileId } };
// By itself sockjs-client gives a transport some 300 ms on such a fast network, and a busy machine may need more.
const socket = new SockJS(url, null, { transports: [transport], timeout: 30000 });
socket.onopen = () => {
  print({ event: 'connect', transport: socket.transport });
  if (fileId) socket.send(JSON.stringify(subscribe));
};
socket.onmessage = (message) => print(JSON.parse(message.data));
socket.onclose = ({ code, reason }) => print({ event: 'disconnect', code, data: reason });

read(
  (frame) => socket.send(JSON.stringify(frame)),
  () => socket.close(),
);
