// Long polling: asks for the state of each file again as soon as it is answered, and waits for what is news to it. With
// each state it gets the events since the one before.
export function watcher({ url }, tell) {
  let left = false;
  async function states(fileId) {
    let after = 0;
    for (;;) {
      try {
        const answer = await fetch(`${url}/api/videos/${fileId}?wait=20&events=true&after=${after}`);
        const { events, ...state } = await answer.json();
        if (left || !answer.ok) throw new Error(`answered ${answer.status}`);
        tell({ event: 'state', data: state });
        events.forEach(tell);
        after = state.seq;
        if (state.status === 'completed' || state.status === 'failed') return;
      } catch (trouble) {
        if (left) return;
        tell({ event: 'disconnect', data: { fileId, message: String(trouble) } });
        await new Promise((later) => setTimeout(later, 100));
      }
    }
  }
  return { watch: states, leave: () => (left = true) };
}
