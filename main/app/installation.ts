/** How this very app came to this computer. */
export interface Installation {
  readonly platform: NodeJS.Platform;
  /** Whether the build carries a signature that the system and the updater can check. */
  readonly signed: boolean;
  /** The AppImage that the app runs from, when the person may replace it. */
  readonly writableAppImage: boolean;
  /** Unpacked from one file at each start, which cannot be replaced while it runs. */
  readonly portable: boolean;
}

/**
 * Whether the app may replace itself. Packages of a system (deb, rpm) are that system's to replace, and a folder was
 * unpacked by hand. macOS and Windows trust an update by its signature; an AppImage comes from where the first one came
 * from, over the same kind of connection.
 */
export function canReplaceItself({ platform, signed, writableAppImage, portable }: Installation): boolean {
  if (platform === 'linux') return writableAppImage;
  return signed && !portable;
}
