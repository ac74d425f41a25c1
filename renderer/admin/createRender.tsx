import { renderToStaticMarkup } from 'preact-render-to-string';
import type { AdminFrame, AdminPage } from '../../main/web/admin/adminPage';
import { AdminDocument, type AdminFileNames } from './AdminDocument';
import { type AdminSaying, adminSayingFor } from './texts';
import { DeleteUser } from './views/DeleteUser';
import { Logins } from './views/Logins';
import { Mails } from './views/Mails';
import { Message } from './views/Message';
import { TrafficLists } from './views/TrafficLists';
import { User } from './views/User';
import { Users } from './views/Users';

/** Makes whole documents of the operator's pages, which name these files. */
export const createRender =
  (files: AdminFileNames) =>
  (page: AdminPage, frame: AdminFrame): string => {
    const say = adminSayingFor(frame);
    return `<!doctype html>${renderToStaticMarkup(
      <AdminDocument say={say} page={page} files={files}>
        <Shown say={say} page={page} />
      </AdminDocument>,
    )}`;
  };

function Shown({ say, page }: { readonly say: AdminSaying; readonly page: AdminPage }) {
  switch (page.kind) {
    case 'users':
      return <Users say={say} page={page} />;
    case 'user':
      return <User say={say} page={page} />;
    case 'delete':
      return <DeleteUser say={say} page={page} />;
    case 'traffic':
      return <TrafficLists say={say} page={page} />;
    case 'logins':
      return <Logins say={say} page={page} />;
    case 'mails':
      return <Mails say={say} page={page} />;
    case 'message':
      return <Message say={say} message={page.message} />;
  }
}
