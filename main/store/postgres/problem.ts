import { StoreError, type StoreProblem } from '../../accounts/stores';
import { errorCode } from '../../lib/errorCode';

/**
 * What an error of PostgreSQL (its codes: appendix A of its manual), or of the way to it, means for the database `name`;
 * undefined for what is a mistake of ours.
 */
export function postgresProblem(error: unknown, name: string): StoreProblem | undefined {
  if (error instanceof StoreError) return error.problem;
  const code = errorCode(error);
  switch (code) {
    // Two transactions that cannot be put in an order: one of them has to be done again.
    case '40001':
    case '40P01':
    case '55P03':
    // The second of two that make the same thing at once, and what is asked for behind such a failure.
    case '23505':
    case '42P07':
    // A user who was deleted meanwhile.
    case '23503':
    case '25P02':
      return { kind: 'busy', detail: `Too many want to change ${name} at once: try again.` };
    case '53100':
      return { kind: 'full', detail: `The disk of ${name} is full: make room.` };
    case '25006':
      return {
        kind: 'readOnly',
        detail: `${name} cannot be written to: it may be a copy of the one to use.`,
      };
    case '42501':
      return {
        kind: 'readOnly',
        detail: `The user of ${name} may not do that: make it the owner of the database.`,
      };
    case '3D000':
      return { kind: 'missing', detail: `There is no database ${name}: make it with createdb.` };
    case '28000':
      return {
        kind: 'unreachable',
        detail: `${name} does not let the relay in (${reason(error, code)}): look at the address, its sslmode, and pg_hba.conf.`,
      };
    case '28P01':
      return { kind: 'unreachable', detail: `${name} does not take the user or the password: look at both.` };
    case 'XX001':
    case 'XX002':
      return { kind: 'corrupt', detail: `${name} is damaged: put a backup in its place.` };
  }
  // Connection lost or refused (08), resources (53), ended by an administrator (57), the system's own codes, or OpenSSL's.
  const isGone =
    /^(08|53|57)/.test(code) || /^E[A-Z_]+$/.test(code) || isConnectionError(error) || isTls(code);
  if (!isGone) return undefined;
  const todo = isTls(code) ? ': look at sslrootcert, and which host the certificate is for' : '';
  return { kind: 'unreachable', detail: `${name} cannot be reached: ${reason(error, code)}${todo}.` };
}

/** pg gives these no code. */
const isConnectionError = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Connection terminated|timeout exceeded when trying to connect|Client (was closed|has encountered a connection error)|Query read timeout|The server does not support SSL)/i.test(
    error.message,
  );

/** What node:tls has against a server's certificate. */
const isTls = (code: string): boolean => /CERT|SIGNATURE|CRL|ISSUER/.test(code);

/** A file that the address names, as its authority, has a name that says more than a code. */
const reason = (error: unknown, code: string): string =>
  (/^E[A-Z]/.test(code) && !hasPath(error)) || !(error instanceof Error)
    ? code
    : error.message.replace(/\.$/, '');

const hasPath = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && error.syscall === 'open';
