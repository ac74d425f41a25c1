import type { HttpAnswer } from '../server/http/routes';
import type { Site } from '../server/http/site';
import type { AuthSocket } from './authSocket/authSocket';

/** The websocket of the pages, which deployed pages know by this path. */
const AUTH_PATH = '/v1/auth';

/** Who asks for it without an upgrade is no page. */
const UPGRADE_REQUIRED: HttpAnswer = {
  status: 426,
  reason: 'Upgrade Required',
  headers: { 'Content-Type': 'text/plain; charset=utf-8', Upgrade: 'websocket' },
  body: 'This is where a websocket is asked for.\n',
};

export interface SiteParts {
  readonly authSocket: AuthSocket;
  readonly pages?: Pick<Site, 'answer'>;
}

/** What a relay for many users offers beside the relay itself. */
export const createSite = ({ authSocket, pages }: SiteParts): Site => ({
  answer(request, path, ...others) {
    if (path === AUTH_PATH) return Promise.resolve(UPGRADE_REQUIRED);
    return pages?.answer(request, path, ...others);
  },
  upgrade(request, path, socket, head, from) {
    const isWebsocket = request.headers.upgrade?.toLowerCase() === 'websocket';
    if (path !== AUTH_PATH || !isWebsocket) return false;
    authSocket.upgrade(request, socket, head, from);
    return true;
  },
  end: () => authSocket.end(),
});
