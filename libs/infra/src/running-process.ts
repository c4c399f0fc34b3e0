import { readFileSync } from 'node:fs';

/** A process that cannot be taken for another one that got the same number later. */
export interface RunningProcess {
  pid: number;
  started: string;
}

/** The living process with this number, or undefined; a zombie counts as dead. Without /proc only the number is known. */
export function runningProcess(pid: number): RunningProcess | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return answersSignal(pid) ? { pid, started: 'unknown' } : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets; the fields behind its last bracket are state (3rd) … start time (22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, started: `${bootId()}/${fields[19]}` };
  } catch {
    return undefined;
  }
}

/** True while that very process lives. */
export function stillRuns({ pid, started }: RunningProcess): boolean {
  return runningProcess(pid)?.started === started;
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
