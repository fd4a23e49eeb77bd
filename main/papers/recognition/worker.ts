// The recogniser's thread: tesseract as WebAssembly with Vietnamese data, both from files of the program; it has no way to a
// network. A page holds the thread for seconds, so whoever wants to stop it ends the thread.

import { readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import createCore from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import type { EngineFiles, RecognitionReply, RecognitionRequest } from './protocol.ts';
import { wordsOf } from './words.ts';

const LSTM_ONLY = 1;
/** Looks for columns and blocks by itself. */
const AUTOMATIC = '3';
/** A third of what a thread of ordinary priority gets: citizens do not feel it, and a busy machine still gets it done. */
const LOW = 5;

// On Linux alone this is the thread's own priority; elsewhere it would be the whole program's.
if (process.platform === 'linux') setPriority(0, Math.max(LOW, getPriority(0)));

type Engine = (request: RecognitionRequest) => RecognitionReply;

async function start(files: EngineFiles): Promise<Engine> {
  const core = await createCore({ wasmBinary: readFileSync(files.engine), print: () => {}, printErr: () => {} });
  core.FS.writeFile('vie.traineddata', gunzipSync(readFileSync(files.language)));
  const recognition = new core.TessBaseAPI();
  if (recognition.Init(null, 'vie', LSTM_ONLY) !== 0) throw new Error('the data of the language cannot be read');
  recognition.SetVariable('tessedit_pageseg_mode', AUTOMATIC);

  return ({ id, bytes, dotsPerInch }) => {
    core.FS.writeFile('/input', bytes);
    recognition.SetVariable('user_defined_dpi', String(Math.round(dotsPerInch)));
    const read = recognition.SetImageFile(1, 0) === 0 && recognition.Recognize(null) === 0;
    const reply: RecognitionReply = read ? { id, words: wordsOf(recognition.GetTSVText(0)) } : { id, refused: 'undecodable' };
    // Nothing of one person's page stays for the next.
    recognition.Clear();
    core.FS.writeFile('/input', new Uint8Array());
    return reply;
  };
}

const engine = start(workerData as EngineFiles);
// Listened to from the beginning: a thread that waits for the engine's compilation with nothing to listen to would wait for
// V8's own tasks before it ends, which can stand for ever (https://github.com/nodejs/node/issues/54918). What throws ends the thread.
parentPort?.on('message', (request: RecognitionRequest) => void engine.then((read) => parentPort?.postMessage(read(request))));
