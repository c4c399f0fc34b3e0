import { views } from '#domain/views/index.js';
import { readConfig } from '#infra/config.js';
import { runningDatabase } from '#infra/embedded/postgres-server.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';

const width = 40;
const [task, ...names] = process.argv.slice(2);

/** A bar that fills from left to right; positions are counted only to draw it. */
function bar(done: number, position: string, of: string): string {
  const share = Number(of) > 0 ? Math.min(1, Number(position) / Number(of)) : 1;
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${Math.round(share * 100)} %${done > 0 ? `  ${done} events` : ''}`;
}

const write = (text: string): void => void process.stdout.write(text);
const usage = `Give a task: rebuild <view>… (as npm run rebuild -- case-board-1), or replay for every parked document (npm run replay).
Views: ${views.map((view) => view.name).join(', ')}
`;

async function rebuild(service: Service): Promise<boolean> {
  for (const name of names) {
    write(`Rebuilding ${name} beside the live one\n`);
    await service.projector.rebuild(name, ({ done, position, of }) => write(`\r${bar(done, position, of)}`));
    write(`\n${name} is in place\n`);
  }
  return true;
}

async function replay(service: Service): Promise<boolean> {
  let all = true;
  for (const { view, id, reason, attempts } of await service.projector.parked()) {
    const replayed = await service.projector.replay(view, id);
    all &&= replayed;
    write(`${view} ${id}: ${replayed ? 'replayed' : `still parked after ${attempts + 1} attempts (${reason})`}\n`);
  }
  return all;
}

async function run(): Promise<boolean> {
  const chosen = task === 'rebuild' && names.length > 0 ? rebuild : task === 'replay' ? replay : undefined;
  if (!chosen) {
    write(usage);
    return false;
  }
  const config = readConfig(process.env);
  const databaseUrl = config.databaseUrl ?? (await runningDatabase(config.dataDir));
  const service = await openService({ ...config, databaseUrl }, 'views', 4);
  return chosen(service).finally(() => service.close());
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
