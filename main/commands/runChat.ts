import { Transform, type Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { chat } from '../client/chat';
import type { DeviceKey } from '../protocol/deviceKey';
import { printableLines } from '../texts/printable';
import { CommandError } from './commandError';
import { connect } from './connect';
import type { DeviceOptions, Target } from './deviceOptions';
import { problemMessage } from './problemMessages';
import { printStatus } from './terminal';

/** Talks with another device until standard input ends. Throws a CommandError. */
export async function runChat(relay: Target, peer: DeviceKey, options: DeviceOptions): Promise<void> {
  const connection = await connect(relay, options);
  if (process.stderr.isTTY) printStatus('Waiting for the other device…');
  const ended = await chat(connection, peer, process.stdin, display(), {
    onPeer: (isHere) => printStatus(isHere ? 'The other device is here.' : 'The other device left.'),
    onRefused: (message) => printStatus(`The relay refused: ${message}. What was sent last did not arrive.`),
  });
  if (!ended.ok) throw new CommandError(problemMessage(ended.error));
}

/** Bytes go on as they are to a file or a program; a terminal gets text, and no commands of another's. */
function display(): Writable {
  if (!process.stdout.isTTY) return process.stdout;
  const decoder = new StringDecoder('utf8');
  const text = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, printableLines(decoder.write(chunk))),
  });
  text.pipe(process.stdout);
  return text;
}
