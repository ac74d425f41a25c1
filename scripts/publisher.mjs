// @ts-check
// Who builds the packages decides where they say they come from. Nothing of it is written into the project, so that a
// copy of it does not send the people who use it to somebody else's releases.

/** Names that nobody can own: a package that is built at home has no home page. */
const NOWHERE = 'https://buckets-relay.invalid';
const NOBODY = 'The Buckets Relay authors <nobody@buckets-relay.invalid>';

/**
 * Options for electron-builder. On GitHub's machines the repository there is home page and source of updates.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function publisher(env) {
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo) return [`-c.extraMetadata.homepage=${NOWHERE}`, `-c.linux.maintainer=${NOBODY}`];
  return [
    `-c.extraMetadata.homepage=https://github.com/${owner}/${repo}`,
    `-c.linux.maintainer=The Buckets Relay authors <${owner}@users.noreply.github.com>`,
    '-c.publish.provider=github',
    `-c.publish.owner=${owner}`,
    `-c.publish.repo=${repo}`,
    // The updater installs only what it can check, and so only what is signed (main/shell/system/updates.ts).
    `-c.extraMetadata.signed=${Boolean(env.CSC_LINK)}`,
  ];
}
