// Made when the window is built: see electron.vite.config.ts.
declare module 'virtual:licences' {
  const licences: readonly {
    readonly name: string;
    readonly version: string;
    /** As SPDX names it. */
    readonly licence: string;
    /** Empty where the package brings none. */
    readonly text: string;
  }[];
  export default licences;
}
