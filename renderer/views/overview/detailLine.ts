import type { Formats, Texts } from '../../../main/texts';
import type { Problem, Snapshot } from '../../../preload/views';
import { countConnected } from '../../components/countConnected';

const MINUTE_MS = 60_000;

/** What stands beneath the sentence: what goes on, or what the state means. `now` in milliseconds since 1970. */
export function detailLine(t: Texts, f: Formats, snapshot: Snapshot, now: number): string {
  switch (snapshot.relay) {
    case 'starting':
      return t.overview.detail.starting;
    case 'stopped':
      return t.overview.detail.stopped;
    case 'problem':
      return snapshot.problem ? problemLine(t, snapshot.problem) : t.overview.detail.stopped;
    case 'running':
      return runningLine(t, f, snapshot, now);
  }
}

function runningLine(t: Texts, f: Formats, snapshot: Snapshot, now: number): string {
  const say = t.overview.detail;
  const { activity, addresses, devices, settings } = snapshot;
  switch (activity.kind) {
    case 'passing':
      return say.passing;
    case 'waiting':
      return say.waiting;
    case 'nothingYet':
      return say.nothingYet;
    case 'quiet': {
      const ms = now - activity.since;
      return ms < MINUTE_MS ? say.delivered : say.quiet(f.duration(ms));
    }
    case 'unlinked': {
      if (addresses.length === 0) return say.noNetwork;
      if (settings.reach === 'computer') return say.onlyHere;
      const connected = countConnected(snapshot);
      if (connected > 1) return say.unlinked;
      if (connected === 1) return say.oneDevice;
      return devices.some(({ kind }) => kind === 'away') ? say.allAway : say.firstDevice;
    }
  }
}

function problemLine(t: Texts, problem: Problem): string {
  const say = t.problems.detail;
  switch (problem.kind) {
    case 'portInUse':
      return say.portInUse;
    case 'portForbidden':
      return say.portForbidden;
    case 'addressNotAvailable':
      return say.addressNotAvailable;
    case 'passwordLocked':
      return say.passwordLocked;
    case 'certificate':
      return say.certificate;
    case 'cannotListen':
    case 'listenerFailed':
      return say.network;
  }
}
