import './account.css';

// The comfort of a script, on pages that do without: buttons that copy, passwords that can be looked at, forms that are not
// sent twice, and a code that hides by itself. What needs it is hidden until it is here.

/** How long the check stays after copying, in milliseconds. */
const CHECK_MS = 1_500;
/** How long a code is shown, in milliseconds. */
const CODE_MS = 120_000;

const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];

for (const shown of all('[data-eye], [data-with-script]')) shown.hidden = false;

for (const button of all('[data-copy]')) {
  const { copy = '', copied = '', failed = '' } = button.dataset;
  // Browsers give it to pages alone that come by https, or from the same computer.
  button.hidden = !navigator.clipboard;
  const said = document.createElement('span');
  said.className = 'unseen';
  said.role = 'status';
  button.after(said);
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(copy).then(
      () => true,
      () => false,
    );
    button.classList.toggle('done', done);
    said.className = done ? 'unseen' : 'wrong';
    said.textContent = done ? copied : failed;
    if (done)
      setTimeout(() => {
        button.classList.remove('done');
        said.textContent = '';
      }, CHECK_MS);
  });
}

for (const button of all('[data-eye]')) {
  const field = document.getElementById(button.dataset.eye ?? '');
  if (!(field instanceof HTMLInputElement)) continue;
  const names = { show: button.ariaLabel ?? '', hide: button.dataset.hide ?? '' };
  const show = (shown: boolean): void => {
    field.type = shown ? 'text' : 'password';
    button.classList.toggle('done', shown);
    button.title = button.ariaLabel = shown ? names.hide : names.show;
  };
  button.addEventListener('click', () => show(field.type === 'password'));
  // Sent as a password, so that the browser offers to keep it as one.
  field.form?.addEventListener('submit', () => show(false));
}

for (const form of document.forms) {
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
  form.addEventListener('submit', (event) => {
    if (form.ariaBusy === 'true') event.preventDefault();
    form.ariaBusy = 'true';
    button?.classList.add('busy');
  });
  // A page that the browser kept comes back as it was left.
  addEventListener('pageshow', () => {
    form.ariaBusy = null;
    button?.classList.remove('busy');
  });
}

for (const { dataset } of all('[data-hides]')) {
  const hide = (): void => location.replace(dataset.hides ?? '');
  setTimeout(hide, CODE_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hide();
  });
}
