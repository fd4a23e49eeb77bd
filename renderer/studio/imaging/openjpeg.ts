// Fetches and compiles the JPEG 2000 codec when the first such portrait comes; most cards have JPEG.

import wasmUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import type { Program } from './jpeg2000.ts';

let loading: Promise<Program> | undefined;

export function loadOpenJpeg(): Promise<Program> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Program> {
  const [{ default: createCodec }, reply] = await Promise.all([import('@cornerstonejs/codec-openjpeg/decodewasmjs'), fetch(wasmUrl)]);
  return { createCodec, module: await WebAssembly.compile(await reply.arrayBuffer()) };
}
