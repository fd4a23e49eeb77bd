// What the recogniser and its thread say to each other.

import type { Word } from '../../domain/pages/page.ts';

/** Files of the program: the engine's WebAssembly, and the language's data, gzip. */
export type EngineFiles = { readonly engine: string; readonly language: string };

export type RecognitionRequest = { readonly id: number; readonly bytes: Uint8Array; readonly dotsPerInch: number };

export type RecognitionReply = { readonly id: number } & ({ readonly words: readonly Word[] } | { readonly refused: 'undecodable' });
