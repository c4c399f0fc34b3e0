import { readConfig } from '#infra/config.js';
import { runningDatabase } from '#infra/embedded/postgres-server.js';
import { openService } from '#infra/service.js';

const width = 40;
const [task, ...names] = process.argv.slice(2);

/** A bar that fills from left to right; positions are counted only to draw it. */
function bar(done: number, position: string, of: string): string {
  const share = Number(of) > 0 ? Math.min(1, Number(position) / Number(of)) : 1;
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${Math.round(share * 100)} %  ${done} events`;
}

const config = readConfig(process.env);
const databaseUrl = config.databaseUrl ?? (await runningDatabase(config.dataDir));
const service = await openService({ ...config, databaseUrl }, 'views', 4);
const write = (text: string): void => void process.stdout.write(text);
let failed = false;
try {
  if (task === 'rebuild' && names.length > 0) {
    for (const name of names) {
      write(`Rebuilding ${name} beside the live one\n`);
      await service.projector.rebuild(name, ({ done, position, of }) => write(`\r${bar(done, position, of)}`));
      write(`\n${name} is in place\n`);
    }
  } else if (task === 'replay') {
    for (const { view, id, reason, attempts } of await service.projector.parked()) {
      const replayed = await service.projector.replay(view, id);
      failed ||= !replayed;
      write(`${view} ${id}: ${replayed ? 'replayed' : `still parked after ${attempts + 1} attempts (${reason})`}\n`);
    }
  } else {
    write('Give a task: rebuild <view>… (as npm run rebuild -- case-board-1), or replay for every parked document (npm run replay)\n');
    failed = true;
  }
} catch (error) {
  write(`${error instanceof Error ? error.message : String(error)}\n`);
  failed = true;
} finally {
  await service.close();
}
process.exitCode = failed ? 1 : 0;
