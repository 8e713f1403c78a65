// Uploads files and watches their processing with the same client and events as any other page would.
'use strict';

const socket = io('/file-processing');
const list = document.getElementById('videos');
const watched = new Map(); // fileId -> view

// After a new connection the server knows nothing of this socket: ask again for what is not finished.
socket.on('connect', () => {
  for (const fileId of watched.keys()) socket.emit('subscribe:file', { fileId });
});

function onEvent(name, show) {
  socket.on(name, (data) => {
    const view = watched.get(data.fileId);
    if (view) show(view, data);
  });
}

onEvent('processing:started', (view, data) => {
  view.progress(0, data.attempt > 1 ? `Attempt ${data.attempt}...` : 'Started...');
});

onEvent('processing:progress', (view, data) => {
  const eta = data.metadata?.eta;
  view.progress(data.progress, data.message, eta === undefined ? '' : `, ${eta} s left`);
});

onEvent('processing:completed', (view, data) => {
  watched.delete(data.fileId);
  view.play(data.result);
});

onEvent('processing:failed', (view, data) => {
  watched.delete(data.fileId);
  view.fail(data.error);
});

function newView(file) {
  const item = document.getElementById('video').content.cloneNode(true).firstElementChild;
  const find = (selector) => item.querySelector(selector);
  find('.name').textContent = file.name;
  list.prepend(item);
  return {
    uploaded(percent) {
      find('.upload').value = percent;
      find('.sent').textContent = `${Math.floor(percent)} %`;
    },
    progress(percent, message, left = '') {
      find('.processing').value = percent;
      find('.done').textContent = `${percent} %${left}`;
      find('.message').textContent = message;
    },
    fail(error) {
      item.classList.add('failed');
      find('.message').textContent = error;
    },
    play(result) {
      const output = (type) => result.outputs.find((each) => each.type.startsWith(type));
      const video = document.createElement('video');
      video.controls = true;
      video.playsInline = true;
      video.poster = output('image/').url;
      video.src = output('video/').url;
      find('.message').replaceChildren(video);
    },
  };
}

function upload(file) {
  const view = newView(file);
  const form = new FormData();
  form.append('file', file);
  const request = new XMLHttpRequest(); // fetch cannot tell how much has been sent
  request.open('POST', '/api/videos');
  request.responseType = 'json';
  request.upload.onprogress = (event) => view.uploaded((100 * event.loaded) / event.total);
  request.onerror = () => view.fail('The connection was lost during the upload.');
  request.onload = () => {
    const answer = request.response;
    if (request.status !== 201) {
      view.fail(answer?.detail ?? `The server answered ${request.status}.`);
      return;
    }
    view.uploaded(100);
    view.progress(0, 'Waiting for a free worker...');
    watched.set(answer.fileId, view);
    socket.emit('subscribe:file', { fileId: answer.fileId });
  };
  request.send(form);
}

const drop = document.getElementById('drop');
const input = document.getElementById('file');
input.addEventListener('change', () => {
  for (const file of input.files) upload(file);
  input.value = '';
});
for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const name of ['dragleave', 'drop']) {
  drop.addEventListener(name, () => drop.classList.remove('over'));
}
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) upload(file);
});
