// node bundle.mjs OUT: bundles what runs inside the image into the folder OUT, with the list of the packages in it.
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repairs } from './repairs.mjs';

const out = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const MODULES = [
  'buffer', 'child_process', 'crypto', 'fs', 'fs/promises', 'http', 'https', 'net', 'path', 'perf_hooks', 'stream', 'stream/web',
  'url', 'util', 'vm', 'zlib',
  'buffer-image-size', 'ws', // npm packages that need them
];
const NODE = new RegExp(`^(node:)?(${MODULES.join('|')})$`);
const stubs = { name: 'stubs', setup: build => build.onResolve({ filter: NODE }, () => ({ path: join(here, 'node-stub.mjs') })) };
const packages = new Set();

/** Bundle an entry point as an expression: its value is what the entry exports by default. */
async function bundle(entry, name) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(here, entry)], absWorkingDir: here, bundle: true, minify: true,
    format: 'iife', globalName: 'bundled', target: 'es2022',
    write: false, metafile: true, plugins: [stubs, repairs], logLevel: 'error',
  });
  for (const file of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found) packages.add(found[1]);
  }
  await writeFile(join(out, name), `(function () { "use strict"; ${outputFiles[0].text}\nreturn bundled.default; })()\n`);
}

await bundle('guest/realm-a.ts', 'realm_a.js');
await bundle('guest/realm-b.ts', 'realm_b.js');
await bundle('guest/mutants.ts', 'mutants.js');
await writeFile(join(out, 'packages.json'), JSON.stringify([...packages].sort()));
