// One build for everything that runs: the windows' pages, the main process and the preload scripts.
// `vite build --app` writes dist/renderer, dist/main and dist/preload. The oldest target is Electron 25
// (Chrome 114, Node 18.15), which tests use where a newer one cannot be downloaded.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const pages = {
  citizen: 'renderer/citizen/index.html',
  staff: 'renderer/staff/index.html',
  technician: 'renderer/technician/index.html',
  studio: 'renderer/studio/index.html',
  imaging: 'renderer/studio/imaging.html',
};
const mainEntries = { main: 'main/main.ts', 'storage-worker': 'main/storage/worker.ts', 'recognition-worker': 'main/papers/recognition/worker.ts' };
const preloads = { preload: 'preload/preload.ts', studio: 'preload/studio.ts' };

/** Stay outside the bundle: Electron itself and packages that carry native code. */
const nativePackages = ['electron', 'better-sqlite3', 'serialport', 'node-hid', 'pcsc-mini'];
const external = (id: string): boolean =>
  isBuiltin(id) || nativePackages.some((name) => id === name || id.startsWith(`${name}/`));

/** What the recogniser's thread reads, beside its program. */
const recognitionFiles = {
  'tesseract-core.wasm': 'tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'vie.traineddata.gz': '@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz',
};
const withRecognitionFiles: Plugin = {
  name: 'recognition-files',
  applyToEnvironment: ({ name }) => name === 'main',
  generateBundle() {
    const { resolve } = createRequire(import.meta.url);
    for (const [fileName, source] of Object.entries(recognitionFiles)) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(resolve(source)) });
    }
  },
};

/** The entries whose file exists, as absolute paths. */
function present(entries: Record<string, string>): Record<string, string> {
  const there = Object.entries(entries).filter(([, file]) => existsSync(at(file)));
  return Object.fromEntries(there.map(([name, file]) => [name, at(file)]));
}

function absent(entries: Record<string, string>): string[] {
  return Object.values(entries).filter((file) => !existsSync(at(file)));
}

function commonJs(input: Record<string, string>, outDir: string, emptyOutDir: boolean): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, conditions: ['node', 'import', 'module', 'default'] },
    build: {
      ssr: true,
      outDir: at(outDir),
      emptyOutDir,
      target: 'node18',
      minify: false,
      sourcemap: 'hidden',
      rolldownOptions: {
        checks: { pluginTimings: false },
        input,
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  };
}

export default defineConfig(() => {
  const pageInputs = present(pages);
  const mainInputs = present(mainEntries);
  const preloadInputs = present(preloads);
  // A sandboxed preload script cannot load another file, so each is a build of its own and shares no chunk.
  const preloadEnvironments = Object.entries(preloadInputs).map(
    ([name, file], index) => [`preload_${name}`, commonJs({ [name]: file }, 'dist/preload', index === 0)] as const,
  );
  const environments: Record<string, EnvironmentOptions> = {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome114',
        cssTarget: 'chrome114',
        // The pages' policy allows neither inline scripts nor data: in scripts and fonts.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        sourcemap: 'hidden',
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: {
          input: pageInputs,
          checks: { pluginTimings: false },
          // "use client" means nothing here; the JPEG 2000 decoder has a branch for Node, which a page never takes.
          onwarn: (warning, show) => {
            if (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && !warning.message.includes('codec-openjpeg')) show(warning);
          },
        },
      },
    },
    ...(Object.keys(mainInputs).length > 0 ? { main: commonJs(mainInputs, 'dist/main', true) } : {}),
    ...Object.fromEntries(preloadEnvironments),
  };
  return {
    root: at('renderer'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [react(), withRecognitionFiles],
    environments,
    builder: {
      async buildApp(builder) {
        for (const file of [pages, mainEntries, preloads].flatMap(absent)) console.warn(`skipped: there is no ${file}`);
        // The pages last: the other two are of use without them.
        const { client, ...others } = builder.environments;
        for (const [name, environment] of Object.entries({ ...others, client })) {
          if (!environment) continue;
          const wanted = name in environments && (name !== 'client' || Object.keys(pageInputs).length > 0);
          if (wanted) await builder.build(environment);
          else environment.isBuilt = true;
        }
      },
    },
  };
});
