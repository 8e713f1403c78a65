// node hls-page.mjs: hls.js plays a master playlist in a browser, on a page of an origin of its own. First it prints
// {"origin"}; a JSON line {"master", "levels", "subtitles", "boundary"} on the standard input then has it play in each level,
// by its height, with the first subtitles shown where there are some, and on over the boundary (s). It prints {"step", ...} for each of these and
// {"fatal"} where hls.js gives up.
import { run } from './module-page.mjs';

/** Runs in the page. */
const PAGE = `
  import Hls from 'hls.js';
  window.run = ({ master, levels, subtitles, boundary }) => {
    const video = document.querySelector('video');
    const hls = new Hls({ capLevelToPlayerSize: false });
    const errors = [];
    const names = (tracks) => tracks.map(({ name, lang }) => name + ' ' + lang);
    const state = () => ({
      time: video.currentTime,
      duration: video.duration,
      width: video.videoWidth,
      height: video.videoHeight,
      levels: hls.levels.map(({ height }) => height),
      audio: names(hls.audioTracks),
      audioBytes: video.webkitAudioDecodedByteCount,
      subtitles: names(hls.subtitleTracks),
      cues: [...video.textTracks].flatMap((track) => [...(track.activeCues ?? [])].map((cue) => cue.text)),
      begins: video.buffered.length > 0 ? video.buffered.start(0) : -1,
      errors,
    });
    const steps = [
      { step: 'plays', begin: () => video.play(), done: () => video.currentTime > 0.2 },
      ...levels.map((height) => ({
        step: 'level ' + height,
        begin: () => (hls.currentLevel = hls.levels.findIndex((level) => level.height === height)),
        done: () => video.videoHeight === height,
      })),
      ...subtitles.map((number) => ({
        step: 'subtitles',
        begin: () => {
          hls.subtitleDisplay = true;
          hls.subtitleTrack = number;
        },
        done: () => state().cues.length > 0,
      })),
      {
        step: 'boundary',
        begin: () => (video.currentTime = boundary - 0.5),
        done: () => !video.seeking && video.currentTime > boundary + 0.5,
      },
      {
        step: 'end',
        begin: () => {
          video.currentTime = video.duration - 0.5;
          video.play();
        },
        done: () => video.ended,
      },
    ];
    const look = () => {
      if (steps.length === 0 || !steps[0].done()) return;
      print({ ...state(), step: steps.shift().step });
      steps[0]?.begin();
    };
    hls.on(Hls.Events.ERROR, (event, { fatal, type, details, error }) => {
      // That one is about the machine: it had too much to do.
      if (details !== Hls.ErrorDetails.BUFFER_STALLED_ERROR) errors.push(details);
      if (fatal) print({ fatal: type + ' ' + details + ' ' + error?.message });
    });
    hls.on(Hls.Events.MANIFEST_PARSED, () => steps[0].begin());
    for (const name of ['timeupdate', 'resize', 'seeked', 'ended']) video.addEventListener(name, look);
    hls.loadSource(master);
    hls.attachMedia(video);
  };
`;

await run(PAGE, '<video muted></video>');
