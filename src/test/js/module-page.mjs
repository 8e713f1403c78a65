// A page in a browser, on an origin of its own, whose script is a module with packages of npm. Prints {"origin"}; then each JSON
// line on the standard input opens the page anew, and `window.run` is called with what the line holds.
import { build } from 'esbuild';
import { serve } from './browser.mjs';
import { print, read } from './lines.mjs';

/** `script` is the module's source, `body` what stands in the page in front of it. */
export async function run(script, body = '') {
  const bundle = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname ?? process.cwd() },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  });
  const text = bundle.outputFiles[0].text.replaceAll('</script', '<\\/script');
  const page = await serve(print);
  print({ origin: page.origin });
  // A test that ends sends this; the browser must not stay.
  process.on('SIGTERM', () => {
    page.close();
    process.exit();
  });
  read(
    (wanted) => page.open(`${body}<script>${text}\nrun(${JSON.stringify(wanted)});</script>`),
    () => page.close(),
  );
}
