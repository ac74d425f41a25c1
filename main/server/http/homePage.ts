/** The page that a person sees who opens the relay's address in a browser. */
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Buckets Relay</title>
<style>
:root { color-scheme: light dark; --text: #191c1a; --second: #545b57; --ground: #fafaf8 }
@media (prefers-color-scheme: dark) { :root { --text: #eceeed; --second: #b2b9b5; --ground: #1c1e1f } }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 34rem; margin: 18vh auto 0; padding: 0 24px }
h1 { font-size: 22px; line-height: 28px; margin: 0 0 8px }
p { margin: 0 0 12px; color: var(--second) }
code { font: 13px ui-monospace, monospace; color: var(--text) }
</style>
</head>
<body>
<main>
<h1>A Buckets relay runs here.</h1>
<p>Through it the devices of one household exchange their budgets. What they send is encrypted by them; the relay passes it on and keeps nothing.</p>
<p>To use it, give this address to Buckets on each device, ending in <code>/v1/relay</code>, with the user name and password that the relay’s owner has.</p>
</main>
</body>
</html>
`;

export const homePage = {
  html,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
  },
} as const;
