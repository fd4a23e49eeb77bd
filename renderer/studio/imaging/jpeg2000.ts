// JPEG 2000 by OpenJPEG in WebAssembly, which no browser decodes. Whatever comes from a chip is refused by its header
// before it is decoded, and decoded in a memory of its own that has a limit and is thrown away with the picture in it.

import type { Codec } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { readJpeg2000Header } from './jpeg2000-header.ts';

export type Picture = { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray<ArrayBuffer> };
export type Decoded = { readonly ok: true; readonly value: Picture } | { readonly ok: false; readonly error: { readonly code: 'undecodable' | 'tooLarge'; readonly detail: string } };

/** The codec's program, compiled, and the function that runs it. */
export type Program = {
  readonly module: WebAssembly.Module;
  readonly createCodec: (typeof import('@cornerstonejs/codec-openjpeg/decodewasmjs'))['default'];
};

/** Portraits on chips have 15 to 20 KB and half a million pixels at most. */
const MAX_BYTES = 4_000_000;
const MAX_PIXELS = 4_000_000;
const MAX_TILES = 256;
const MAX_DEPTH = 16;
/** The largest picture that is let through takes half of it. */
const MAX_MEMORY_BYTES = 160 * 1024 * 1024;

const refuse = (code: 'undecodable' | 'tooLarge', detail: string): Decoded => ({ ok: false, error: { code, detail } });

export async function decodeJpeg2000(bytes: Uint8Array, load: () => Promise<Program>): Promise<Decoded> {
  if (bytes.byteLength > MAX_BYTES) return refuse('tooLarge', `${bytes.byteLength} bytes`);
  const said = readJpeg2000Header(bytes);
  if (!said) return refuse('undecodable', 'no JPEG 2000 header');
  const { width, height, depths, unusual, tiles } = said;
  if (width * height > MAX_PIXELS || tiles > MAX_TILES) return refuse('tooLarge', `${width}×${height} in ${tiles} tiles`);
  if (unusual || ![1, 3].includes(depths.length) || Math.max(...depths) > MAX_DEPTH) {
    return refuse('undecodable', `components ${depths.join(' ')}`);
  }
  const program = await load();
  try {
    return run(await openCodec(program), bytes, said);
  } catch (error) {
    return refuse('undecodable', error instanceof Error ? error.name : 'codec');
  }
}

function openCodec({ module, createCodec }: Program): Promise<Codec> {
  const silent = (): void => {};
  return new Promise((resolve, reject) => {
    const opening = createCodec({
      instantiateWasm(imports, ready) {
        // Not at once: a page's own thread may do that to the smallest programs only.
        WebAssembly.instantiate(module, imports).then((instance) => {
          for (const exported of Object.values(instance.exports)) {
            if (exported instanceof WebAssembly.Memory) limitMemory(exported);
          }
          ready(instance);
        }).catch(reject);
        return {};
      },
      print: silent,
      printErr: silent,
    });
    opening.then(resolve, reject);
  });
}

/** The codec grows its memory by this method and takes a refusal as "out of memory". */
function limitMemory(memory: WebAssembly.Memory): void {
  const PAGE_BYTES = 65_536;
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES > MAX_MEMORY_BYTES) throw new RangeError('the limit of the codec’s memory');
    return WebAssembly.Memory.prototype.grow.call(memory, pages);
  };
}

function run(codec: Codec, bytes: Uint8Array, said: { readonly width: number; readonly height: number; readonly ycc: boolean }): Decoded {
  const decoder = new codec.J2KDecoder();
  decoder.getEncodedBuffer(bytes.byteLength).set(bytes);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  const samples = decoder.getDecodedBuffer();
  const wide = bitsPerSample > 8 ? 2 : 1;
  const fits = width === said.width && height === said.height && [1, 3].includes(componentCount);
  if (!fits || samples.byteLength !== width * height * componentCount * wide) return refuse('undecodable', 'the codec’s answer');

  const rgba = new Uint8ClampedArray(width * height * 4);
  const scale = 255 / (2 ** bitsPerSample - 1);
  const sample = (index: number): number => (wide === 1 ? samples[index]! : samples[2 * index]! | (samples[2 * index + 1]! << 8)) * scale;
  for (let point = 0; point < width * height; point += 1) {
    const from = point * componentCount;
    const to = point * 4;
    const [first, second, third] = componentCount === 1 ? [sample(from), sample(from), sample(from)] : [sample(from), sample(from + 1), sample(from + 2)];
    rgba[to] = said.ycc ? first + 1.402 * (third - 128) : first;
    rgba[to + 1] = said.ycc ? first - 0.344136 * (second - 128) - 0.714136 * (third - 128) : second;
    rgba[to + 2] = said.ycc ? first + 1.772 * (second - 128) : third;
    rgba[to + 3] = 255;
  }
  return { ok: true, value: { width, height, rgba } };
}
