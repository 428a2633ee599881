import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a process holds of the machine's memory, in MB of 1,000,000 bytes. */
export async function rssMb(pid: number): Promise<number> {
  // ps is on Linux and macOS alike, and counts in KiB on both.
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return (Number(stdout.trim()) * 1024) / 1e6;
}
