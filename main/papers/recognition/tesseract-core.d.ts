// As much of tesseract.js-core as is used; the package has no types of its own.

declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export type Recognition = {
    /** 0 when the language's data was read. `null`: from the working folder. */
    Init(folder: null, language: string, engine: number): number;
    SetVariable(name: string, value: string): boolean;
    /** Reads /input, turned as EXIF says; 1 where it is no picture. */
    SetImageFile(exif: number, radians: number): number;
    /** 0 when it was recognised. */
    Recognize(monitor: null): number;
    GetTSVText(page: number): string;
    Clear(): void;
  };

  export type Core = {
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
    readonly TessBaseAPI: new () => Recognition;
  };

  export default function createCore(options: {
    readonly wasmBinary: Uint8Array;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<Core>;
}
