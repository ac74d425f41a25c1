// @ts-check
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './setup.mjs';

/** @typedef {import('./fpm.mjs').Wanted} Wanted */

/** @param {string} root what is to be installed, as it lies under the system's root @param {Wanted} wanted */
export async function makeRpm(root, wanted) {
  const work = mkdtempSync(join(tmpdir(), 'buckets-relay-rpm-'));
  try {
    const spec = join(work, 'package.spec');
    writeFileSync(spec, specOf(root, wanted));
    const asked = wanted.needed('architecture');
    const target = asked === 'amd64' ? 'x86_64' : asked;
    const made = [
      '--define',
      `_topdir ${work}`,
      '--define',
      `_rpmdir ${work}`,
      '--define',
      '_rpmfilename made.rpm',
    ];
    await run('rpmbuild', ['-bb', '--quiet', ...made, '--target', target, spec]);
    await run('mv', [join(work, 'made.rpm'), wanted.needed('package')]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @param {string} root @param {Wanted} wanted */
function specOf(root, { values, needed }) {
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
  return `
# The programs are Electron's, and are packed as they are.
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%define _binary_payload ${level ? `w${level}.gzdio` : 'w6T.xzdio'}

Name: ${needed('name')}
Version: ${needed('version')}
Release: 1
Summary: ${needed('rpm-summary')}
License: ${needed('license')}
URL: ${needed('url')}
Vendor: ${needed('vendor')}
Packager: ${needed('maintainer')}
AutoReqProv: no
${(values.d ?? []).map((name) => `Requires: ${name}`).join('\n')}

%description
${needed('description').trim()}

%install
cp -a '${root}/.' '%{buildroot}'

%files
%defattr(-,root,root,-)
${ownedIn(root)
  .map((path) => `"${path}"`)
  .join('\n')}

%post
${readFileSync(needed('after-install'), 'utf8').replaceAll('%', '%%')}

%postun
${readFileSync(needed('after-remove'), 'utf8').replaceAll('%', '%%')}
`;
}

/** The app's own folder as a whole, and each file elsewhere: the folders there are the system's. @param {string} root */
function ownedIn(root) {
  const own = readdirSync(join(root, 'opt')).map((name) => `/opt/${name}`);
  const shared = readdirSync(join(root, 'usr'), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
  return [...own, ...shared];
}
