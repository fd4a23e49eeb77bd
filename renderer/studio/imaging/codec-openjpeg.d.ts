// As much of @cornerstonejs/codec-openjpeg as is used; the package has no types of its own.

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export type FrameInfo = {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  };

  export type Decoder = {
    /** Room for the picture, in the codec's memory. */
    getEncodedBuffer(bytes: number): Uint8Array;
    /** Throws, aborts or leaves nothing where the bytes are none. */
    decode(): void;
    getFrameInfo(): FrameInfo;
    /** Components interleaved; two bytes each, the lower first, above eight bits. A view into the codec's memory. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  };

  export type Codec = { readonly J2KDecoder: new () => Decoder };

  export default function createCodec(options: {
    readonly instantiateWasm: (imports: WebAssembly.Imports, ready: (instance: WebAssembly.Instance) => void) => object;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<Codec>;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasm?url' {
  const url: string;
  export default url;
}
