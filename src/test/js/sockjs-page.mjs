// node sockjs-page.mjs: sockjs-client in a browser, on each transport that it has there. First it prints {"origin"}, of
// its page; one JSON line {"node", "fileId"} on the standard input then tells it whom to watch what by. Each line of a
// client has its transport's name as "client".
import { serve } from './browser.mjs';
import { print, read } from './lines.mjs';

/** A browser opens six connections to one host at most. */
const CROSS_ORIGIN = {
  '127.0.0.1': ['websocket', 'xhr-streaming', 'eventsource', 'iframe-eventsource', 'iframe-htmlfile'],
  localhost: ['xhr-polling', 'iframe-xhr-polling', 'jsonp-polling'],
};
/** That one is only for pages of the server's own origin. */
const SAME_ORIGIN = ['htmlfile'];

/** By itself sockjs-client gives a transport some 600 ms on such a fast network, and a busy browser may need more. */
function watch(client, url, fileId) {
  const socket = new SockJS(url, null, { transports: [client], timeout: 30000 });
  socket.onopen = () => {
    print({ client, event: 'connect', transport: socket.transport });
    socket.send(JSON.stringify({ event: 'subscribe:file', data: { fileId } }));
  };
  socket.onmessage = (message) => print({ client, ...JSON.parse(message.data) });
  socket.onclose = ({ code, reason }) => print({ client, event: 'disconnect', code, data: reason });
}

const page = await serve(print);
print({ origin: page.origin });
read(
  ({ node, fileId }) => {
    const { port } = new URL(node);
    const watches = [
      ...Object.entries(CROSS_ORIGIN).flatMap(([host, names]) => names.map((name) => [name, `http://${host}:${port}/sockjs`])),
      ...SAME_ORIGIN.map((name) => [name, `${page.origin}/sockjs`]),
    ];
    page.open(
      `<script src="${node}/sockjs/sockjs.min.js"></script>
       <script>${watch}
         for (const [name, url] of ${JSON.stringify(watches)}) watch(name, url, '${fileId}');
       </script>`,
      node,
    );
  },
  () => page.close(),
);
