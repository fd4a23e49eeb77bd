// All that is done with pages, as one port: the hidden window's pictures, the recogniser's words and the paper's file.

import { join } from 'node:path';
import type { Imaging } from '../services/ports.ts';
import { assemblePdf } from './assemble-pdf.ts';
import { pictureSize } from './pdf/picture.ts';
import { createRecogniser } from './recogniser.ts';
import type { RecogniserOptions } from './recogniser.ts';

export type PapersOptions = Pick<RecogniserOptions, 'clock' | 'log'> & {
  /** Where the built program lies, with the recogniser's thread and its files. */
  readonly folder: string;
};

export function withPapers({ warm, improve, rotate }: Pick<Imaging, 'warm' | 'improve' | 'rotate'>, { folder, clock, log }: PapersOptions): Imaging & { close(): Promise<void> } {
  const { recognise, close } = createRecogniser({
    workerFile: join(folder, 'recognition-worker.cjs'),
    files: { engine: join(folder, 'tesseract-core.wasm'), language: join(folder, 'vie.traineddata.gz') },
    clock,
    log,
  });
  return { warm, improve, rotate, sizeOf: pictureSize, recognise, assemblePdf, close };
}
