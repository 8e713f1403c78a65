// node tus.mjs <file> <options as JSON>: uploads a file by tus-js-client, with the options of its Upload. Prints {url} once
// it has one, {sent} as it goes on, and then {done, url} or {error, status}. Of the commands on the standard input,
// {"pause": true} stops it where it is, {"start": true} goes on, {"terminate": true} has the server remove it.
import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { Upload } from 'tus-js-client';
import { print, read } from './lines.mjs';

const [file, options] = [process.argv[2], JSON.parse(process.argv[3])];
let said = 0;
// Of a file's own stream it knows the length; where it may not, it is given another.
const source = options.uploadLengthDeferred ? createReadStream(file).pipe(new PassThrough()) : createReadStream(file);
const upload = new Upload(source, {
  retryDelays: null,
  metadata: { filename: 'näme.mp4', filetype: 'video/mp4' },
  ...options,
  onUploadUrlAvailable: () => print({ url: upload.url }),
  onProgress(sent, total) {
    // Often enough to act upon, seldom enough not to be the work.
    if (sent - said >= 1 << 22 || sent === total) print({ sent: (said = sent) });
  },
  onSuccess: () => {
    print({ done: true, url: upload.url });
    process.exit();
  },
  onError(error) {
    print({ error: error.message, status: error.originalResponse?.getStatus() });
    process.exit();
  },
});
read(
  async ({ pause, terminate }) => {
    if (terminate) {
      await upload.abort(true);
      print({ terminated: true });
      process.exit();
    } else if (pause) {
      await upload.abort();
      print({ paused: true });
    } else {
      said = 0;
      upload.start();
    }
  },
  () => process.exit(),
);
upload.start();
