// What the command line uses of the npm package, which has no types of its own.
declare module 'qrcode' {
  interface Options {
    readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H';
    readonly scale?: number;
    readonly small?: boolean;
  }
  const qrcode: {
    toString(text: string, options: Options & { readonly type: 'terminal' | 'svg' }): Promise<string>;
    toBuffer(text: string, options: Options & { readonly type: 'png' }): Promise<Buffer>;
  };
  export default qrcode;
}
