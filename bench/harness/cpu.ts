import { readFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second: USER_HZ in proc(5). */
const TICK_MS = 10;

/** What a process has used of processors, its own code and the kernel's for it, in ms; NaN where there is no /proc. */
export async function cpuMs(pid: number): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is a name in brackets, which may hold spaces and brackets of its own.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
