import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Frame, Page } from '../../main/web/pages/page';
import { Document, type FileNames } from './Document';
import { type Saying, sayingFor } from './texts';
import { Account } from './views/Account';
import { Address } from './views/Address';
import { ConfirmAddress } from './views/ConfirmAddress';
import { Delete } from './views/Delete';
import { Forgot } from './views/Forgot';
import { Home } from './views/Home';
import { Login } from './views/Login';
import { Message } from './views/Message';
import { Pair } from './views/Pair';
import { Pairing } from './views/Pairing';
import { Password } from './views/Password';
import { Register } from './views/Register';
import { Resend } from './views/Resend';
import { Reset } from './views/Reset';
import { Verify } from './views/Verify';

/** Makes whole documents of pages, which name these files. */
export const createRender =
  (files: FileNames) =>
  (page: Page, frame: Frame): string => {
    const say = sayingFor(frame);
    return `<!doctype html>${renderToStaticMarkup(
      <Document say={say} page={page} files={files}>
        <Shown say={say} page={page} />
      </Document>,
    )}`;
  };

function Shown({ say, page }: { readonly say: Saying; readonly page: Page }) {
  switch (page.kind) {
    case 'home':
      return <Home say={say} address={page.address} />;
    case 'register':
      return <Register say={say} form={page.form} />;
    case 'verify':
      return <Verify say={say} form={page.form} />;
    case 'resend':
      return <Resend say={say} form={page.form} />;
    case 'login':
      return <Login say={say} form={page.form} />;
    case 'forgot':
      return <Forgot say={say} form={page.form} />;
    case 'reset':
      return <Reset say={say} form={page.form} />;
    case 'account':
      return <Account say={say} page={page} />;
    case 'pair':
      return <Pair say={say} form={page.form} />;
    case 'pairing':
      return <Pairing say={say} address={page.address} text={page.text} />;
    case 'password':
      return <Password say={say} form={page.form} />;
    case 'address':
      return <Address say={say} form={page.form} />;
    case 'confirmAddress':
      return <ConfirmAddress say={say} form={page.form} />;
    case 'delete':
      return <Delete say={say} form={page.form} />;
    case 'message':
      return <Message say={say} message={page.message} />;
  }
}
