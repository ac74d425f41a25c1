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
  const { output, endLine } = display();
  let isHere = false;
  if (process.stderr.isTTY) {
    printStatus('Waiting for the other device…');
    process.stdin.once('end', () => {
      if (!isHere) printStatus('What was typed is sent when the other device is here. Ctrl+C gives it up.');
    });
  }
  const ended = await chat(connection, peer, process.stdin, output, {
    onPeer(here) {
      isHere = here;
      endLine();
      printStatus(here ? 'The other device is here.' : 'The other device left.');
    },
    onLost: () => printStatus('What was sent last did not arrive.'),
  });
  if (!ended.ok) throw new CommandError(problemMessage(ended.error));
}

/**
 * Where the other device's words go: bytes as they are to a file or a program; to a terminal text, and no commands of
 * another's. `endLine` ends a line that the other device has begun there.
 */
function display(): { output: Writable; endLine: () => void } {
  if (!process.stdout.isTTY) return { output: process.stdout, endLine() {} };
  const decoder = new StringDecoder('utf8');
  let isMidLine = false;
  const output = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = printableLines(decoder.write(chunk));
      if (text !== '') isMidLine = !text.endsWith('\n');
      done(null, text);
    },
  });
  output.pipe(process.stdout);
  return {
    output,
    endLine() {
      if (isMidLine) process.stdout.write('\n');
      isMidLine = false;
    },
  };
}
