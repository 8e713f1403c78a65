// node uppy-page.mjs: Uppy with its tus plugin in a browser, on a page of an origin of its own. First it prints {"origin"};
// a JSON line {"node", "size"} on the standard input then has it upload so many bytes, pause in the middle and go on.
import { run } from './module-page.mjs';

/** Runs in the page; the bytes are those of a counter, so that the test knows them. */
const PAGE = `
  import Uppy from '@uppy/core';
  import Tus from '@uppy/tus';
  window.run = ({ node, size }) => {
    const bytes = new Uint8Array(size).map((_, i) => (i * 31 + (i >> 8)) & 255);
    const uppy = new Uppy();
    uppy.use(Tus, { endpoint: node + '/uploads', chunkSize: 1 << 20, retryDelays: [0, 500] });
    const id = uppy.addFile({ name: 'from a page.mp4', type: 'video/mp4', data: new Blob([bytes]) });
    let paused = false;
    uppy.on('upload-progress', (file, { bytesUploaded }) => {
      print({ sent: bytesUploaded });
      if (!paused && bytesUploaded > size / 2) {
        paused = true;
        uppy.pauseResume(id);
        print({ paused: bytesUploaded });
        fetch(uppy.getFile(id).tus.uploadUrl, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })
          .then((answer) => print({ offset: Number(answer.headers.get('Upload-Offset')) }))
          .then(() => uppy.pauseResume(id));
      }
    });
    uppy.on('upload-error', (file, error) => print({ error: error.message }));
    uppy.on('upload-success', (file, { uploadURL }) => print({ done: true, url: uploadURL }));
    uppy.upload();
  };
`;

await run(PAGE);
