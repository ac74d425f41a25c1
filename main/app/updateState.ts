import { unreachable } from '../lib/unreachable';

/** What is known of a newer version of the app. */
export type UpdateState =
  | { readonly kind: 'none' }
  /** Only while somebody waits for the answer: the app's own looking is not shown. */
  | { readonly kind: 'checking' }
  | ({ readonly kind: 'available'; readonly canInstall: boolean } & Update)
  | ({ readonly kind: 'downloading'; readonly percent: number } & Update)
  /** Downloaded and found to be what was announced; it takes the place of this one when the person says so. */
  | ({ readonly kind: 'ready' } & Update)
  /** What somebody asked for did not work. `update` is what it was about, if that is known. */
  | { readonly kind: 'failed'; readonly text: string; readonly update: Update | undefined };

export interface Update {
  readonly version: string;
  /** Where a browser shows what is new, with the files to download. */
  readonly notesUrl: string;
}

/** For window and menu; undefined when there is nothing to say. */
export function updateSentence(state: UpdateState): string | undefined {
  switch (state.kind) {
    case 'none':
      return undefined;
    case 'checking':
      return 'Looking for a newer version…';
    case 'available':
      return `Version ${state.version} is there.`;
    case 'downloading':
      return `Downloading version ${state.version}, ${state.percent} %.`;
    case 'ready':
      return `Version ${state.version} is ready. The relay restarts with it, which takes a few seconds.`;
    case 'failed':
      return state.text;
    default:
      return unreachable(state);
  }
}

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
