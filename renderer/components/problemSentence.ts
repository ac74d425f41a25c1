import type { Formats, Texts } from '../../main/texts';
import type { CertificateProblem, Problem } from '../../preload/views';

/** Why the relay does not run, or why a change was refused, in one sentence. */
export function problemSentence(t: Texts, f: Formats, problem: Problem): string {
  const say = t.problems.sentence;
  switch (problem.kind) {
    case 'portInUse':
      return say.portInUse(problem.port, problem.owner);
    case 'portForbidden':
      return say.portForbidden(problem.port);
    case 'addressNotAvailable':
      return say.addressNotAvailable(problem.address);
    case 'passwordLocked':
      return say.passwordLocked;
    case 'certificate':
      return certificateSentence(t, f, problem.trouble);
    case 'cannotListen':
      return say.cannotListen(problem.code);
    case 'listenerFailed':
      return say.listenerFailed(problem.code);
  }
}

function certificateSentence(t: Texts, f: Formats, trouble: CertificateProblem): string {
  const say = t.problems.certificate;
  switch (trouble.kind) {
    case 'cannotRead':
      return trouble.code === 'ENOENT'
        ? say.noFile(trouble.path)
        : say.cannotRead(trouble.path, trouble.code);
    case 'cannotWrite':
      return say.cannotWrite(trouble.path, trouble.code);
    case 'notPem':
      return trouble.expected === 'certificate' ? say.noCertificate(trouble.path) : say.noKey(trouble.path);
    case 'encryptedKey':
      return say.encryptedKey(trouble.path);
    case 'unsupportedKey':
      return say.unsupportedKey(trouble.path, trouble.found);
    case 'keyDoesNotMatch':
      return say.keyDoesNotMatch(trouble.keyPath, trouble.certificatePath);
    case 'expired':
      return say.expired(trouble.path, f.date(trouble.validUntil.getTime()));
    case 'notYetValid':
      return say.notYetValid(trouble.path, f.date(trouble.validFrom.getTime()));
    case 'refusedByTls':
      return say.refusedByTls(trouble.path, trouble.code);
  }
}
