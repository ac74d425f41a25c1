import { expect } from '@playwright/test';

/** A page as it came, and where from. */
export interface Loaded {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** What a browser without a script does: it keeps cookies, follows ways, and sends forms with all that is in them. */
export class FormBrowser {
  readonly cookies = new Map<string, string>();
  /** The header of each cookie that was set, the last one last. */
  readonly set: string[] = [];
  private shown: Loaded | undefined;

  constructor(
    private readonly origin: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get page(): Loaded {
    if (!this.shown) throw new Error('no page is shown');
    return this.shown;
  }

  get title(): string {
    return /<h1>(.*?)<\/h1>/.exec(this.page.html)?.[1] ?? '';
  }

  /** Opens a page by its path behind the origin, or by what a link says. */
  open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Loaded> {
    return this.go(path.startsWith('/') ? this.origin + path : new URL(path, this.page.url).href, {
      headers,
    });
  }

  /** Sends the form with this action (the only one, if there is one), its hidden fields included. */
  submit(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
    const { url, html } = this.page;
    const forms = html.match(/<form .*?<\/form>/gs) ?? [];
    const form =
      forms.find((one) => Object.keys(fields).every((name) => one.includes(`name="${name}"`))) ?? '';
    expect(form, 'a form with these fields').not.toBe('');
    const action = /action="([^"]*)"/.exec(form)?.[1] ?? '';
    const hidden = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, unescaped(value)],
    );
    return this.post(new URL(action, url).href, { ...Object.fromEntries(hidden), ...fields }, headers);
  }

  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    return this.go(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: new URL(url).origin, ...headers },
    });
  }

  private async go(url: string, init: RequestInit): Promise<Loaded> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      ...this.headers,
      ...(cookie && { cookie }),
      ...Object.fromEntries(new Headers(init.headers)),
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) this.keep(header);
    const location = response.headers.get('location');
    if (location !== null) {
      // From the address, as browsers do it: the ways are relative.
      return this.go(new URL(location, url).href, {});
    }
    this.shown = { url, status: response.status, headers: response.headers, html: await response.text() };
    return this.shown;
  }

  private keep(header: string): void {
    this.set.push(header);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (/max-age=0/i.test(header)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** A text of HTML, read. */
export const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
