// node typed.mjs <origin> <file>: uploads the file by the typed client package as it is built, watches it to its end, and asks for
// its state and for a video that there is not.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createReelbusClient, isReelbusError } from '../../main/ts/dist/index.js';
import { print } from './lines.mjs';

const [origin, path] = process.argv.slice(2);
const { video } = createReelbusClient(origin);
const uploadVideo = video.upload;

const file = Object.assign(new Blob([await readFile(path)], { type: 'video/mp4' }), { name: basename(path) });
const answer = await uploadVideo({ file, profile: 'web' });
print({ answer });
for await (const value of await video.subscribe({ fileId: answer.videoId })) print(value);
print({ state: await video.get({ videoId: answer.videoId }) });
try {
  await uploadVideo({ file, profile: 'none' });
} catch (error) {
  print({ unknown: isReelbusError(error), code: error.code, data: error.data });
}
try {
  await video.get({ videoId: 'none' });
} catch (error) {
  print({ refused: isReelbusError(error), code: error.code, data: error.data });
}
