// Headless Chromium with one page of ours. The page is served from an origin of its own; it prints by `print(line)`, in
// order. Whatever else it asks its own origin for is passed on to another, if one is named.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The names under which systems have it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const found = NAMES.find((name) => process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, name))));

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One request at a time carries what has been printed since the last. */
const PRINTING = `
  let printed = [], printing = false;
  async function print(line) {
    printed.push(line);
    if (printing) return;
    printing = true;
    while (printed.length > 0) {
      const body = JSON.stringify(printed);
      printed = [];
      await fetch('/print', { method: 'POST', body });
    }
    printing = false;
  }
  addEventListener('error', (event) => print({ error: event.message }));
`;

/** Begins to serve; `onLine` gets what the page prints. The page is opened by `open`. */
export async function serve(onLine) {
  let page = '';
  let elsewhere = null;
  const server = createServer((asked, answer) => {
    if (asked.url === '/page') {
      answer.setHeader('Content-Type', 'text/html; charset=utf-8');
      answer.end(`<!DOCTYPE html><html><body><script>${PRINTING}</script>${page}</body></html>`);
    } else if (asked.url === '/print') {
      let text = '';
      asked.on('data', (chunk) => (text += chunk));
      asked.on('end', () => (JSON.parse(text).forEach(onLine), answer.end()));
    } else if (elsewhere) {
      const { method, headers } = asked;
      const passed = request(new URL(asked.url, elsewhere), { method, headers }, (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      answer.on('close', () => passed.destroy());
      asked.pipe(passed);
    } else {
      answer.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  let closing = () => {};
  return {
    origin,
    /** Opens the page, which has this body, in a browser of its own. */
    open(body, passOnTo) {
      page = body;
      elsewhere = passOnTo;
      const profile = mkdtempSync(join(tmpdir(), 'reelbus-chromium-'));
      const chromium = spawn(found ?? NAMES[0], [...FLAGS, `--user-data-dir=${profile}`, `${origin}/page`], {
        stdio: 'ignore',
        detached: true,
      });
      chromium.on('error', (error) => onLine({ error: `no chromium: ${error.message}` }));
      closing = () => {
        chromium.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 10 }));
        // Its helpers are of its process group.
        process.kill(-chromium.pid, 'SIGKILL');
      };
    },
    close() {
      closing();
      server.closeAllConnections();
      server.close();
    },
  };
}
