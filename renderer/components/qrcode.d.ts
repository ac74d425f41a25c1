// What we use of the npm package, whose own types bring Node's into the window.
declare module 'qrcode/lib/core/qrcode.js' {
  export function create(
    text: string,
    options: { readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): {
    readonly modules: { readonly size: number; get(row: number, column: number): number };
  };
}
