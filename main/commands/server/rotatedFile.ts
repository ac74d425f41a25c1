import type { BigIntStats } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { errorCode } from '../../lib/errorCode';
import { CommandError } from '../commandError';
import { printStatus } from '../terminal';

/** A log of about so many bytes is put away, and so many of those are kept: FILE.1 is the latest. */
const MAX_BYTES = 2_000_000;
const KEPT = 3;

/** After a failure it is tried again with the next line, but not more often than this, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Opens a file that lines are added to, in a folder that is made where there is none. It starts anew when it is full, or
 * when somebody has taken it away; what is no file, as /dev/null, is never full. Where it cannot be written later, as on a
 * full disk, lines are lost and that is said on standard error, and it goes on when the cause is gone. Throws a
 * CommandError.
 */
export async function openRotatedFile(path: string, maxBytes: number = MAX_BYTES): Promise<Writable> {
  const file = new RotatedFile(path, maxBytes);
  await file.open().catch((error) => {
    throw new CommandError(
      `The log file ${path} cannot be written (${errorCode(error)}). Choose another one with --log-file.`,
    );
  });
  return file;
}

class RotatedFile extends Writable {
  private file: FileHandle | undefined;
  private size = 0;
  /** What tells it from another file at the same path; undefined for a device, a pipe, and all else that does not grow. */
  private identity: string | undefined;
  private failedAt: number | undefined;

  constructor(
    private readonly path: string,
    private readonly maxBytes: number,
  ) {
    super();
  }

  async open(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    this.file = await open(this.path, 'a', 0o600);
    const found = await this.file.stat({ bigint: true });
    this.size = Number(found.size);
    this.identity = found.isFile() ? identityOf(found) : undefined;
  }

  override _write(lines: Buffer, _encoding: string, done: () => void): void {
    void this.append(lines).finally(done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    void this.append(Buffer.concat(chunks.map(({ chunk }) => chunk))).finally(done);
  }

  override _final(done: () => void): void {
    void this.close().finally(done);
  }

  private async append(lines: Buffer): Promise<void> {
    if (this.failedAt !== undefined && performance.now() - this.failedAt < RETRY_MS) return;
    try {
      if (this.identity !== undefined) await this.makeRoom(lines.length);
      if (!this.file) await this.open();
      await this.file?.appendFile(lines);
      this.size += lines.length;
      if (this.failedAt !== undefined) printStatus(`The log file ${this.path} is written again.`);
      this.failedAt = undefined;
    } catch (error) {
      if (this.failedAt === undefined)
        printStatus(
          `The log file ${this.path} cannot be written (${errorCode(error)}): lines are lost until it can.`,
        );
      this.failedAt = performance.now();
      await this.close();
    }
  }

  private async makeRoom(bytes: number): Promise<void> {
    const there = await stat(this.path, { bigint: true }).catch(() => undefined);
    if (!there || identityOf(there) !== this.identity) await this.close();
    else if (this.size > 0 && this.size + bytes > this.maxBytes) await this.rotate();
  }

  private async rotate(): Promise<void> {
    await this.close();
    for (let i = KEPT; i > 0; i--)
      await rename(i === 1 ? this.path : `${this.path}.${i - 1}`, `${this.path}.${i}`).catch((error) => {
        if (errorCode(error) !== 'ENOENT') throw error;
      });
  }

  private async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.close().catch(() => {});
  }
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev} ${ino}`;
