// node bundle.mjs OUT: bundles what runs inside the image into the folder OUT, with the list of the packages in it.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repairs } from './repairs.mjs';

const out = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const NODE = /^(node:)?(url|buffer|path|stream|stream\/web|fs|fs\/promises|crypto|vm|zlib|util|perf_hooks|net|http|https|child_process|ws|buffer-image-size)$/;
const stubs = { name: 'stubs', setup: build => build.onResolve({ filter: NODE }, () => ({ path: join(here, 'node-stub.mjs') })) };
const packages = new Set();

/** Bundle an entry point as an expression: its value is what the entry exports by default. */
async function bundle(entry, name) {
  const { outputFiles, metafile } = await build({
    ...entry, absWorkingDir: here, bundle: true, minify: true, format: 'iife', globalName: 'bundled', target: 'es2022',
    write: false, metafile: true, plugins: [stubs, repairs], logLevel: 'error',
  });
  for (const file of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found) packages.add(found[1]);
  }
  await writeFile(join(out, name), `(function () { "use strict"; ${outputFiles[0].text}\nreturn bundled.default; })()\n`);
}

const code = async file => (await readFile(join(here, 'guest', file), 'utf8')).trim();
const stdin = contents => ({ stdin: { contents, resolveDir: here } });
await bundle(stdin(`import './guest/host.js';
import 'core-js/actual/url'; import 'core-js/actual/url-search-params'; import 'core-js/actual/structured-clone';
import Window from 'happy-dom/lib/window/Window.js';
import * as S from 'happy-dom/lib/PropertySymbol.js';
import { compile } from 'css-select';
import { parse as parseSelector } from 'css-what';
import Context from 'happy-dom/lib/window/WindowBrowserContext.js';
import { transform } from 'sucrase';
const HD = { Window, S, compile, parseSelector, Context, transform };
const cascade = ${await code('cascade.js')};
const realmA = ${await code('realm_a.js')};
export default pair => realmA(HD, pair[0], pair[1], cascade);`), 'realm_a.js');
await bundle(stdin(`import 'core-js/actual/url'; import 'core-js/actual/url-search-params'; import 'core-js/actual/structured-clone';
export default ${await code('realm_b.js')};`), 'realm_b.js');
await bundle(stdin(`import { parse } from 'acorn';
const acorn = { parse };
export default ${await code('mutate.js')};`), 'mutants.js');
await writeFile(join(out, 'packages.json'), JSON.stringify([...packages].sort()));
